# fails: value
# fault: outputs-left-flat
# says: axes are still one
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pullback = vjp(f, *args)
        blocks = vmap(pullback)(torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape))
        return blocks[argnums] if isinstance(argnums, int) else tuple(blocks[i] for i in argnums)

    return jacobian
