# fails: value
# fault: columns-clash
# says: same colour
import torch


def color_columns(S):
    meets = S.T.float() @ S.float() > 0
    colors = []
    for j in range(S.shape[1]):
        taken = {colors[k] for k in range(max(0, j - 64), j) if meets[j, k]}
        colors.append(next(c for c in range(j + 1) if c not in taken))
    return torch.tensor(colors)
