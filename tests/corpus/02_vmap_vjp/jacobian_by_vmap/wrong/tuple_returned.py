# fails: value
# fault: tuple-not-unpacked
# says: tuple
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return vmap(pullback)(torch.eye(len(y), dtype=y.dtype))
