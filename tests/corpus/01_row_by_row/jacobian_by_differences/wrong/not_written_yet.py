# fails: value
# fault: not-written-yet
# says: written
def jacobian_by_differences(f, x, h=1e-5):
    """Return J by central differences, shape (M, N)."""
    ...
