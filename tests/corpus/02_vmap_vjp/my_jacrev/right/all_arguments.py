# style: pulls back to every argument, and keeps the ones asked for
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pullback = vjp(f, *args)
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).view(y.numel(), *y.shape)
        blocks = [block.view(y.shape + arg.shape) for block, arg in zip(vmap(pullback)(units), args)]
        if isinstance(argnums, tuple):
            return tuple(blocks[i] for i in argnums)
        return blocks[argnums]

    return jacobian
