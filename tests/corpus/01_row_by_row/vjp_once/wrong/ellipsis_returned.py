# fails: value
# fault: not-written-yet
# says: written
def vjp_once(f, x, v):
    result = ...
    return result
