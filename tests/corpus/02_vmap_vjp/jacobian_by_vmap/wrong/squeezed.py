# fails: value
# fault: axis-of-one-lost
# says: an axis is missing
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return vmap(pullback)(torch.eye(len(y), dtype=y.dtype))[0].squeeze()
