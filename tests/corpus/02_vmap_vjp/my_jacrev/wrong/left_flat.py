# fails: value
# fault: left-flat
# says: reshape
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pullback = vjp(f, *args)
        blocks = vmap(pullback)(torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape))
        blocks = [block.flatten(1) for block in blocks]
        return blocks[argnums] if isinstance(argnums, int) else tuple(blocks[i] for i in argnums)

    return jacobian
