# fails: value
# fault: earlier-result-changed
# says: earlier
import torch
from torch.func import grad, jvp

_out = {}


def hvp(f, x, v):
    out = _out.setdefault((x.shape, x.dtype), torch.empty_like(x))
    return out.copy_(jvp(grad(f), (x,), (v,))[1])
