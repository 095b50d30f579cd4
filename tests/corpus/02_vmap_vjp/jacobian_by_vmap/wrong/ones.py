# fails: value
# fault: ones-for-unit-vectors
# says: sum of
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return vmap(pullback)(torch.ones(len(y), len(y), dtype=y.dtype))[0]
