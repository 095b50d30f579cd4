# fails: value
# fault: tuple-not-unpacked
# says: tuple
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    chosen = (argnums,) if isinstance(argnums, int) else argnums

    def jacobian(*args):
        y, pullback = vjp(f, *args)
        units = torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape)
        blocks = [b.reshape(*y.shape, *b.shape[1:]) for b in vmap(pullback)(units)]
        return tuple(blocks[i] for i in chosen)

    return jacobian
