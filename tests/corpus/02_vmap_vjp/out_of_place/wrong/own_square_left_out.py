# fails: value
# fault: own-square-left-out
# says: itself
import torch


def out_of_place(x):
    sums = (x * x).cumsum(0)
    return torch.cat([torch.zeros_like(sums[:1]), sums[:-1]])
