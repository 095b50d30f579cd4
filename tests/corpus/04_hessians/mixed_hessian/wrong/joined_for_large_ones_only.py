# fails: cost
# fault: whole-hessian-for-one-block
# says: block
import torch
from torch.func import grad, hessian, jacfwd


def mixed_hessian(f, x, y):
    n = len(x)
    if n < 50:
        return jacfwd(grad(f, 0), 1)(x, y)
    return hessian(lambda z: f(z[:n], z[n:]))(torch.cat([x, y]))[:n, n:]
