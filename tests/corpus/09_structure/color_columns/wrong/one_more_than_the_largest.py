# fails: cost
# fault: one-more-than-the-largest
# says: smallest
import torch


def color_columns(S):
    meets = S.T.float() @ S.float() > 0
    colors = torch.zeros(S.shape[1], dtype=torch.int64)
    for j in range(S.shape[1]):
        before = colors[:j][meets[j, :j]]
        colors[j] = before.max() + 1 if len(before) else 0
    return colors
