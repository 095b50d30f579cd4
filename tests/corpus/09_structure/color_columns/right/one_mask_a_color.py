# style: a colour at a time, by the rows that it has taken
import torch


def color_columns(S):
    left = list(range(S.shape[1]))
    out = torch.zeros(S.shape[1], dtype=torch.long)
    c = 0
    while left:
        rows = torch.zeros(S.shape[0], dtype=torch.bool, device=S.device)
        keep = []
        for j in left:
            if (rows & S[:, j]).any():
                keep.append(j)
            else:
                rows |= S[:, j]
                out[j] = c
        left, c = keep, c + 1
    return out
