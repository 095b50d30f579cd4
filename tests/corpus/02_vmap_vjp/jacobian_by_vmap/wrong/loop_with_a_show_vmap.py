# fails: cost
# fault: loop-over-rows
# says: m passes
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    units = vmap(lambda u: u)(torch.eye(len(y), dtype=y.dtype, device=y.device))
    return torch.stack([pullback(v)[0] for v in units])
