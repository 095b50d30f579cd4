# fails: value
# fault: tuple-not-unpacked
# says: tuple
import torch
from torch.func import jacfwd, vjp, vmap


def cheapest_jacobian(f, x):
    y, pull = vjp(f, x)
    if len(x) < len(y):
        return jacfwd(f)(x)
    return vmap(pull)(torch.eye(len(y), dtype=y.dtype))
