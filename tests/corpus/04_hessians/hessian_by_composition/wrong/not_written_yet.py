# fails: value
# fault: not-written-yet
# says: written
def hessian_by_composition(f, x):
    """Return H, (N, N) for scalar f, (M, N, N) for vector f."""
    ...
