# fails: value
# fault: item-under-vmap
# says: python number
import torch


def out_of_place(x):
    total, sums = 0.0, []
    for x_i in x:
        total += float(x_i) ** 2
        sums.append(total)
    return torch.tensor(sums, dtype=x.dtype)
