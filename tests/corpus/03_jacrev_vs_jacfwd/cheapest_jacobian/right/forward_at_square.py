# style: forward mode at square too
import torch


def cheapest_jacobian(f, x):
    with torch.no_grad():
        m = len(f(x))
    n = len(x)
    if n <= m:
        return torch.func.jacfwd(f)(x)
    return torch.func.jacrev(f)(x)
