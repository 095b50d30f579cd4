# fails: value
# fault: gradient-added-up
# says: adds the rows up
import torch
from torch.func import grad


def mixed_hessian(f, x, y):
    row = grad(lambda v: grad(f, 0)(x, v).sum())(y)
    return row.expand(len(x), len(y)).clone()
