# fails: trend
# fault: slower-than-counted
# says: clock
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    units = torch.zeros(len(y), len(y), dtype=y.dtype, device=y.device)
    for i in range(len(y)):
        for j in range(len(y)):
            units[i, j] = 1.0 if i == j else 0.0
    return vmap(pullback)(units)[0]
