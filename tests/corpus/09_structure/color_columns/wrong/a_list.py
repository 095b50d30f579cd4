# fails: value
# fault: wrong-type
# says: other than what is asked
def color_columns(S):
    colors = []
    for j in range(S.shape[1]):
        taken = {colors[k] for k in range(j) if (S[:, j] & S[:, k]).any()}
        colors.append(next(c for c in range(j + 1) if c not in taken))
    return colors
