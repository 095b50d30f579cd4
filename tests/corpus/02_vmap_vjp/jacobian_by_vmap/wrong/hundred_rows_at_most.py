# fails: value
# fault: right-when-small
# says: larger one
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return vmap(pullback)(torch.eye(min(len(y), 100), len(y), dtype=y.dtype))[0]
