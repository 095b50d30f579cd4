# style: a generator without end gives each u with its product
import torch
from torch.func import grad, jvp
def _iterates(f, x, v):
    while True:
        v = v / v.norm()
        Hv = jvp(grad(f), (x,), (v,))[1]
        yield v, Hv
        v = Hv
def top_curvature(f, x, v0, steps):
    it = _iterates(f, x, v0)
    for _ in range(steps):
        next(it)
    u, Hu = next(it)
    return u @ Hu, u
