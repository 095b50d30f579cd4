# fails: value
# fault: argnums-in-another-order
# says: order
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pullback = vjp(f, *args)
        units = torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape)
        blocks = [b.reshape(*y.shape, *b.shape[1:]) for b in vmap(pullback)(units)]
        if isinstance(argnums, int):
            return blocks[argnums]
        return tuple(block for i, block in enumerate(blocks) if i in argnums)

    return jacobian
