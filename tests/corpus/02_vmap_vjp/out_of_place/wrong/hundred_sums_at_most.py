# fails: value
# fault: right-when-small
# says: larger one
import torch


def out_of_place(x):
    sums = (x * x).cumsum(0)
    return torch.cat([sums[:100], sums[:100][-1:].expand(max(0, len(x) - 100))])
