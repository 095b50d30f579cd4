# fails: value
# fault: columns-clash
# says: have the same colour
import torch


def color_columns(S):
    meets = S.T.float() @ S.float() > 0
    colors = torch.full((S.shape[1],), -1, device=S.device)
    for j in range(len(colors)):
        taken = set(colors[meets[j]].tolist())
        free = 0
        while free in taken:
            free += 1
        colors[j] = free + 1  # counts from 1, and looks from 0
    return colors - 1
