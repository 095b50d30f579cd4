# fails: value
# fault: joined-hessian-returned
# says: whole
import torch
from torch.func import hessian


def mixed_hessian(f, x, y):
    n = len(x)
    return hessian(lambda z: f(z[:n], z[n:]))(torch.cat([x, y]))
