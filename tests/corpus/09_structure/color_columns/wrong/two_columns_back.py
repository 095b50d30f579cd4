# fails: value
# fault: neighbours-alone
# says: further apart
import torch


def color_columns(S):
    colors = []
    for j in range(S.shape[1]):
        taken = {colors[k] for k in range(max(0, j - 4), j) if (S[:, j] & S[:, k]).any()}
        colors.append(next(c for c in range(j + 1) if c not in taken))
    return torch.tensor(colors)
