# fails: value
# fault: cotangent-sized-by-input
# says: another shape
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return vmap(pullback)(torch.eye(len(x), dtype=y.dtype))[0]
