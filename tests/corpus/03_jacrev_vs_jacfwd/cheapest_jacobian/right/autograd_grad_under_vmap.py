# style: vmap over a closure on torch.autograd.grad
import torch
from torch.func import jacfwd


def cheapest_jacobian(f, x):
    leaf = x.clone().requires_grad_()
    y = f(leaf)
    if len(leaf) < len(y):
        del y
        return jacfwd(f)(x)
    rows = torch.vmap(lambda v: torch.autograd.grad(y, leaf, v)[0])(torch.eye(len(y), dtype=y.dtype))
    return rows.detach()
