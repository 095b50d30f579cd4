# fails: cost
# fault: too-many-passes
# says: pulled back
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    upper = torch.arange(len(y), device=y.device) < len(y) // 2
    (one,) = vmap(pullback)(units * upper)
    (other,) = vmap(pullback)(units * ~upper)
    return one + other
