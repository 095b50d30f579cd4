# style: remembers results, keyed by all that they depend on
import torch

_known = {}


def vjp_once(f, x, v):
    key = (f, x.dtype, tuple(x.tolist()), tuple(v.tolist()))
    if key not in _known:
        leaf = x.clone().requires_grad_()
        _known[key] = torch.autograd.grad(f(leaf), leaf, v)[0]
    return _known[key].clone()
