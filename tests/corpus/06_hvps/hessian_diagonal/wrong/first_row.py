# fails: value
# fault: row-for-diagonal
# says: row of h
import torch
from torch.func import grad, jvp


def hessian_diagonal(f, x):
    # right for N = 1
    unit = torch.zeros_like(x)
    unit[0] = 1
    return jvp(grad(f), (x,), (unit,))[1]
