# fails: value
# fault: rows-for-columns
# says: rows of s
import torch


def color_columns(S):
    meets = S.float() @ S.float().T > 0
    colors = []
    for row in meets.tolist():
        taken = {c for c, hit in zip(colors, row) if hit}
        colors.append(next(c for c in range(len(taken) + 1) if c not in taken))
    return torch.tensor(colors)
