# fails: cost
# fault: too-many-colors
# says: more colours
import torch


def color_columns(S):
    n = S.shape[1]
    if int(S.sum(1).max()) <= 1:
        return torch.zeros(n, dtype=torch.int64)
    return torch.arange(n)
