# fails: value
# fault: device-hard-coded
# says: device=x.device
import torch


def out_of_place(x):
    return torch.tril(torch.ones(len(x), len(x), dtype=x.dtype)) @ (x * x)
