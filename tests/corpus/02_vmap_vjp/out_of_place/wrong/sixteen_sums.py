# fails: value
# fault: right-when-small
# says: larger
import torch


def out_of_place(x):
    y = torch.cumsum(x * x, 0)
    return torch.cat([y[:16], y[16:] * 0])
