# style: built by a recursive helper that joins blocks of unit vectors first, then one pass
import torch
from torch.func import vjp, vmap


def blocks(m, like):
    if m == 1:
        return torch.ones_like(like[:1])[None]
    half = m // 2
    return torch.block_diag(blocks(half, like), blocks(m - half, like))


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    (rows,) = vmap(pullback)(blocks(len(y), y.detach()))
    return rows
