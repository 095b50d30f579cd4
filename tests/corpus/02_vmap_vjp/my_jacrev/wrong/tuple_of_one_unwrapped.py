# fails: value
# fault: tuple-of-one-unwrapped
# says: tuple of one
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pullback = vjp(f, *args)
        units = torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape)
        blocks = [b.reshape(*y.shape, *b.shape[1:]) for b in vmap(pullback)(units)]
        chosen = (argnums,) if isinstance(argnums, int) else argnums
        asked = tuple(blocks[i] for i in chosen)
        return asked if len(asked) > 1 else asked[0]

    return jacobian
