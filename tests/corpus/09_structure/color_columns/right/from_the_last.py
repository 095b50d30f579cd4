# style: columns from the last to the first
import torch


def color_columns(S):
    n = S.shape[1]
    meets = torch.einsum("ij,ik->jk", S.double(), S.double()) > 0
    colors = torch.full((n,), -1)
    for j in reversed(range(n)):
        taken = set(colors[meets[j]].tolist())
        colors[j] = min(set(range(n)) - taken)
    return colors
