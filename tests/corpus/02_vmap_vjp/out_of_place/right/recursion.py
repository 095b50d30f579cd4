# style: recursion on the prefix, joined with cat
import torch


def out_of_place(x):
    if x.shape[0] == 1:
        return x**2
    before = out_of_place(x[:-1])
    return torch.cat([before, before[-1:] + x[-1:] ** 2])
