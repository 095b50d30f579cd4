# fails: value
# fault: not-written-yet
# says: not written
def cheapest_jacobian(f, x):
    """Return J by the narrower of the two passes."""
    ...
