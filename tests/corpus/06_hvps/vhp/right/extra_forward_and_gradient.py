# style: looks at f and its gradient first
import torch
from torch.func import grad, vjp


def vhp(f, x, v):
    assert f(x).dim() == 0
    assert grad(f)(x).shape == v.shape
    g, pull = vjp(grad(f), x)
    out = pull(v)[0]
    return out.detach().clone()
