# fails: value
# fault: kept-between-calls
# says: call
import torch

_C = {}


def vjp_once(f, x, v):
    k = (f, x.numpy().tobytes(), x.dtype)
    if k not in _C:
        leaf = x.clone().requires_grad_()
        _C[k] = torch.autograd.grad(f(leaf), leaf, v)[0]
    return _C[k].clone()
