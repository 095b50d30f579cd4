# fails: cost
# fault: whole-hessian-for-one-block
# says: block
import torch
from torch.func import jacrev


def mixed_hessian(f, x, y):
    n = len(x)
    whole = jacrev(jacrev(lambda z: f(z[:n], z[n:])))(torch.cat((x, y)))
    return whole[:n, n:].clone()
