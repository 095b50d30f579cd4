# fails: value
# fault: not-written-yet
# says: not written yet
def kepler(M, e):
    """Return E with E − e sin E = M, entry by entry. Shapes: M, e alike → the same."""
    ...  # TODO: your answer
