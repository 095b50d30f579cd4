# fails: value
# fault: item-under-vmap
# says: python number
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)

    def row(i):
        v = torch.zeros_like(y)
        v[int(i)] = 1
        return pullback(v)[0]

    return vmap(row)(torch.arange(len(y)))
