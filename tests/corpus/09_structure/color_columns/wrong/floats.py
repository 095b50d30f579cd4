# fails: value
# fault: colors-not-int64
# says: int64
import torch


def color_columns(S):
    meets = S.T.float() @ S.float() > 0
    colors = torch.zeros(S.shape[1])
    for j in range(S.shape[1]):
        taken = set(colors[:j][meets[j, :j]].tolist())
        colors[j] = next(c for c in range(j + 1) if c not in taken)
    return colors
