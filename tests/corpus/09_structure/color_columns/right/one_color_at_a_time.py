# style: all columns of colour 0 first, then of colour 1
import torch


def color_columns(S):
    colors = torch.full((S.shape[1],), -1)
    c = 0
    while (colors < 0).any():
        full = torch.zeros(S.shape[0], dtype=torch.bool)
        for j in range(S.shape[1]):
            if colors[j] < 0 and not (full & S[:, j]).any():
                colors[j] = c
                full = full | S[:, j]
        c += 1
    return colors
