# fails: value
# fault: in-place-under-vmap
# says: written
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)

    def row(i):
        v = torch.zeros(len(y), dtype=y.dtype)
        v += (torch.arange(len(y)) == i).to(y.dtype)
        return pullback(v)[0]

    return vmap(row)(torch.arange(len(y)))
