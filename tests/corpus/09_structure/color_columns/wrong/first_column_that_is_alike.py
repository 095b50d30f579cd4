# fails: value
# fault: gaps-between-colors
# says: gaps
import torch


def color_columns(S):
    # a colour is the number of the first column of its kind
    meets = S.T.float() @ S.float() > 0
    colors = []
    for j in range(S.shape[1]):
        taken = {colors[k] for k in range(j) if meets[j, k]}
        colors.append(next(c for c in [*sorted(set(colors)), j] if c not in taken))
    return torch.tensor(colors)
