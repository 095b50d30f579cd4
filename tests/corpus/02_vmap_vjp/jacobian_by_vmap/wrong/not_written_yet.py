# fails: value
# fault: not-written-yet
# says: not written
def jacobian_by_vmap(f, x):
    pass
