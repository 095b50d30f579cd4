# fails: value
# fault: basis-not-viewed
# says: flat
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pullback = vjp(f, *args)
        blocks = vmap(pullback)(torch.eye(y.numel(), dtype=y.dtype))
        return blocks[argnums] if isinstance(argnums, int) else tuple(blocks[i] for i in argnums)

    return jacobian
