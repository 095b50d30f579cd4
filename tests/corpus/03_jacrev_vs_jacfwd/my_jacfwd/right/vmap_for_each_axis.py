# style: a vmap for each axis of the argument
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    """Two vmaps for a matrix argument: one over its rows, one over its columns."""

    def blk(i, args):
        x = args[i]
        push = lambda t: jvp(lambda z: f(*args[:i], z, *args[i + 1 :]), (x,), (t,))[1]
        units = torch.eye(x.numel(), dtype=x.dtype, device=x.device).reshape(*x.shape, *x.shape)
        for _ in range(x.dim()):
            push = vmap(push)
        cols = push(units)
        k = x.dim()
        return cols.permute(*range(k, cols.dim()), *range(k))

    return lambda *args: blk(argnums, args) if isinstance(argnums, int) else tuple(blk(i, args) for i in argnums)
