# fails: value
# fault: not-finite
# says: nan
import torch


def out_of_place(x):
    return torch.logcumsumexp(2 * x.abs().log(), 0).exp()
