# fails: value
# fault: differences-of-gradients
# says: no second derivative
import torch


def hessian_diagonal(f, x, h=1e-4):
    out = torch.zeros_like(x)
    for j in range(len(x)):
        e = torch.zeros_like(x)
        e[j] = h
        out[j] = (f(x + e) - 2 * f(x) + f(x - e)) / h**2
    return out
