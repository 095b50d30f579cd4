# fails: value
# fault: cotangent-sized-by-input
# says: cotangent
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pull = vjp(f, x)
    units = torch.eye(32, dtype=x.dtype)[:len(y), :len(y)]
    return vmap(pull)(units)[0]
