# fails: value
# fault: argument-changed
# says: argument
import torch
from torch.func import hessian


def hessian_diagonal(f, x):
    out = hessian(f)(x).diagonal().clone()
    x.copy_(out)
    return out
