# fails: value
# fault: diagonal-for-h
# says: separable
import torch
from torch.func import hessian


def hvp(f, x, v):
    # right for N = 1 and for separable f
    return hessian(f)(x).diagonal() * v
