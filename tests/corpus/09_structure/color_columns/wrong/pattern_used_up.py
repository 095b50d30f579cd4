# fails: value
# fault: argument-changed
# says: changed
import torch


def color_columns(S):
    left = S
    colors = torch.full((S.shape[1],), -1)
    for c in range(S.shape[1]):
        full = torch.zeros(S.shape[0], dtype=torch.bool)
        for j in range(S.shape[1]):
            if colors[j] < 0 and not (full & left[:, j]).any():
                colors[j] = c
                full |= left[:, j]
                left[:, j] = False
    return colors.unique(return_inverse=True)[1]
