# fails: value
# fault: columns-clash
# says: same colour
import torch


def color_columns(S):
    meets = (S.to(torch.uint8).T @ S.to(torch.uint8)) > 0
    colors = [-1] * S.shape[1]
    for j in range(S.shape[1]):
        taken = {colors[k] for k in range(j) if meets[j, k]}
        colors[j] = next(c for c in range(S.shape[1]) if c not in taken)
    return torch.tensor(colors)
