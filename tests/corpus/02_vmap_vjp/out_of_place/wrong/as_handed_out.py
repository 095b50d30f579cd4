# fails: value
# fault: in-place-under-vmap
# says: batch
import torch


def out_of_place(x):
    y = torch.zeros(len(x), dtype=x.dtype)
    total = 0
    for i in range(len(x)):
        total = total + x[i] ** 2
        y[i] = total
    return y
