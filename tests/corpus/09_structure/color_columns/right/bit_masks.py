# style: rows as bits of whole numbers
import torch


def color_columns(S):
    masks = [sum(1 << i for i, here in enumerate(column) if here) for column in S.T.tolist()]
    full, colors = [], []
    for mask in masks:
        for c, taken in enumerate(full):
            if not mask & taken:
                break
        else:
            c = len(full)
            full.append(0)
        full[c] |= mask
        colors.append(c)
    return torch.LongTensor(colors)
