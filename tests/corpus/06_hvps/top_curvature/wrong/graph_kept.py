# fails: value
# fault: kept-between-calls
# says: kept
import torch
from torch.func import grad, vjp

_known = {}


def top_curvature(f, x, v0, steps):
    if (f, id(x)) not in _known:
        _known[f, id(x)] = x, vjp(grad(f), x)[1]
    pull = _known[f, id(x)][1]
    u = v0
    for _ in range(steps):
        u = pull(u)[0]
        u = u / u.norm()
    return u @ pull(u)[0], u
