# style: vmap over a grad, its mask picking one output each
import torch
from torch.func import grad, jacfwd, vmap


def cheapest_jacobian(f, x):
    m = f(x).numel()
    if m > x.numel():
        return jacfwd(f)(x)
    return vmap(lambda mask: grad(lambda p: (f(p) * mask).sum())(x))(torch.eye(m, dtype=x.dtype))
