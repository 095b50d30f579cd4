# fails: value
# fault: rows-for-columns
# says: rows of s
import torch


def color_columns(S):
    # one colour after another, over rows
    colors = torch.full((S.shape[0],), -1)
    c = 0
    while (colors < 0).any():
        full = torch.zeros(S.shape[1], dtype=torch.bool)
        for i in range(S.shape[0]):
            if colors[i] < 0 and not (full & S[i]).any():
                colors[i], full = c, full | S[i]
        c += 1
    return colors
