# style: a loop over rows, each the gradient of one entry of a gradient
import torch
from torch.func import grad


def hessian_by_composition(f, x):
    y = f(x)

    def rows(g):
        return torch.stack([grad(lambda z, i=i: grad(g)(z)[i])(x) for i in range(len(x))])

    if y.dim() == 0:
        return rows(f)
    return torch.stack([rows(lambda z, m=m: f(z)[m]) for m in range(len(y))])
