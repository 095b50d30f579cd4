# fails: cost
# fault: whole-hessian-for-one-block
# says: block
import torch
from torch.func import hessian


def mixed_hessian(f, x, y):
    n = len(x)
    return hessian(lambda z: f(z[:n], z[n:]))(torch.cat([x, y]))[:n, n:]
