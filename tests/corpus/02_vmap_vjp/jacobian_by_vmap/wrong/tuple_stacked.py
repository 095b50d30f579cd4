# fails: value
# fault: tuple-not-unpacked
# says: entry
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return torch.stack(vmap(pullback)(torch.eye(len(y), dtype=y.dtype)))
