# fails: value
# fault: not-written-yet
# says: not written yet
def color_columns(S):
    """Return a color for each column of S: columns that share a row differ. Shapes: (M, N) bool → (N,) int64."""
    ...  # TODO: your answer
