# fails: value
# fault: not-written-yet
# says: written
def jacobian_by_rows(f, x):
    """Return J, shape (M, N)."""
    ...
