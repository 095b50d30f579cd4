# fails: cost
# fault: too-many-passes
# says: pulled back
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype)
    upper = torch.arange(len(y)) < len(y) // 2
    (one,) = vmap(pullback)(units * upper)
    (other,) = vmap(pullback)(units * ~upper)
    return one + other
