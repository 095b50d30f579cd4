# fails: value
# fault: neighbours-alone
# says: further apart
import torch


def color_columns(S):
    colors = [0]
    for j in range(1, S.shape[1]):
        clash = bool((S[:, j] & S[:, j - 1]).any())
        colors.append(1 - colors[-1] if clash else colors[-1])
    return torch.tensor(colors).unique(return_inverse=True)[1]
