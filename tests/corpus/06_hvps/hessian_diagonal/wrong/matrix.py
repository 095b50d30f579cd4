# fails: value
# fault: matrix-returned
# says: all of h
import torch
from torch.func import hessian


def hessian_diagonal(f, x):
    return hessian(f)(x)
