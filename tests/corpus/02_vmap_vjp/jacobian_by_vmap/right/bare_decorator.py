# style: vmap as a decorator
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)

    @vmap
    def all_rows(v):
        (row,) = pullback(v)
        return row

    return all_rows(torch.eye(len(y)).to(y))
