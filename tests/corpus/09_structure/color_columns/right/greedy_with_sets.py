# style: one column after another, sets of Python
import torch


def color_columns(S):
    meets = (S.T.float() @ S.float() > 0).tolist()
    colors = []
    for row in meets:
        taken = {c for c, hit in zip(colors, row) if hit}
        c = 0
        while c in taken:
            c += 1
        colors.append(c)
    return torch.tensor(colors)
