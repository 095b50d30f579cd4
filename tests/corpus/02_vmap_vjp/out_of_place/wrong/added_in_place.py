# fails: value
# fault: in-place-under-vmap
# says: written
import torch


def out_of_place(x):
    y = torch.zeros(x.shape, dtype=x.dtype)
    y += (x * x).cumsum(0)
    return y
