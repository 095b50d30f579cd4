# fails: value
# fault: in-place-under-vmap
# says: torch.stack
import torch


def out_of_place(x):
    y = torch.empty(x.shape, dtype=x.dtype)
    y[:] = x * x
    for i in range(1, len(x)):
        y[i] = y[i] + y[i - 1]
    return y
