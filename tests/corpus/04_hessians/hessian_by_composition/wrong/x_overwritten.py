# fails: value
# fault: argument-changed
# says: argument
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    x.zero_()
    return H
