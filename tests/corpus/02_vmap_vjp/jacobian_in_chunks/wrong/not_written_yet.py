# fails: value
# fault: not-written-yet
# says: not written
def jacobian_in_chunks(f, x, chunk_size): ...
