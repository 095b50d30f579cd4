# fails: value
# fault: not-written-yet
# says: written
def mixed_hessian(f, x, y):
    """Return ∂²f/∂x∂y, (N, K)."""
    ...
