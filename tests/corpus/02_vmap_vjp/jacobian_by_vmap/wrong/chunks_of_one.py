# fails: cost
# fault: loop-over-rows
# says: one vector each
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return vmap(pullback, chunk_size=1)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
