# fails: value
# fault: outputs-not-first
# says: order
import torch
from torch.func import grad, jacfwd


def hessian_by_composition(f, x):
    y = f(x)
    if y.dim() == 0:
        return jacfwd(grad(f))(x)
    return torch.stack([jacfwd(grad(lambda z, i=i: f(z)[i]))(x) for i in range(len(y))], dim=1)
