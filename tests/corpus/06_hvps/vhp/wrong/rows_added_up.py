# fails: cost
# fault: hessian-built
# says: all of its rows one by one
import torch
from torch.func import grad, vjp


def vhp(f, x, v):
    pull = vjp(grad(f), x)[1]
    out = torch.zeros_like(x)
    for i in range(len(x)):
        e = torch.zeros_like(x)
        e[i] = 1
        out += v[i] * pull(e)[0]
    return out
