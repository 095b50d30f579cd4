# style: M copies of x, the diagonal of f over them summed
import torch
from torch.func import jacfwd, vmap


def cheapest_jacobian(f, x):
    # Reverse: M copies of x, f mapped over them, the diagonal's sum differentiated: one backward, M wide.
    m = len(f(x))
    if m > len(x):
        return jacfwd(f)(x)
    X = x.repeat(m, 1).requires_grad_()
    Y = vmap(f)(X)
    (J,) = torch.autograd.grad(Y.diagonal().sum(), X)
    return J
