# fails: value
# fault: not-written-yet
# says: not written yet
def sparse_jacobian(f, x, S, colors):
    """Return J's entries where S is True, row by row, from a product for each color. Shapes: x (N,) → (nnz,)."""
    ...  # TODO: your answer
