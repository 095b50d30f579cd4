# style: the product of S with itself in half precision
import torch


def color_columns(S):
    meets = S.T.half() @ S.half() > 0
    colors = []
    for j in range(S.shape[1]):
        taken = {colors[k] for k in range(j) if meets[j, k]}
        colors.append(next(c for c in range(j + 1) if c not in taken))
    return torch.tensor(colors)
