# fails: value
# fault: not-written-yet
# says: hint
def hvp_revrev(f, x, v):
    pass  # TODO
