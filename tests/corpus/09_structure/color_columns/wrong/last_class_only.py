# fails: cost
# fault: too-many-colors
# says: more colours than needed
import torch


def color_columns(S):
    # fill a colour until a column does not fit, then never look back
    colors, full, c = [], torch.zeros(S.shape[0], dtype=torch.bool), 0
    for j in range(S.shape[1]):
        if (full & S[:, j]).any():
            c, full = c + 1, torch.zeros_like(full)
        colors.append(c)
        full = full | S[:, j]
    return torch.tensor(colors)
