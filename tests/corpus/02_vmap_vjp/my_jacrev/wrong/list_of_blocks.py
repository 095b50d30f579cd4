# fails: value
# fault: wrong-type
# says: list
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pullback = vjp(f, *args)
        units = torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape)
        blocks = [b.reshape(*y.shape, *b.shape[1:]) for b in vmap(pullback)(units)]
        return blocks[argnums] if isinstance(argnums, int) else [blocks[i] for i in argnums]

    return jacobian
