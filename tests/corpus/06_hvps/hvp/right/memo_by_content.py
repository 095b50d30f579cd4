# style: remembers results, keyed by all that they depend on
import torch
from torch.func import grad, jvp

_known = {}


def hvp(f, x, v):
    key = f, tuple(x.tolist()), tuple(v.tolist()), x.dtype
    if key not in _known:
        _known[key] = jvp(grad(f), (x,), (v,))[1]
    return _known[key].clone()
