# fails: value
# fault: row-sums-for-diagonal
# says: separable
import torch
from torch.func import grad, jvp


def hessian_diagonal(f, x):
    return jvp(grad(f), (x,), (torch.ones_like(x),))[1]
