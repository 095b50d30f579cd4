# fails: value
# fault: transposed
# says: input axes come first
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pullback = vjp(f, *args)
        units = torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape)
        blocks = vmap(pullback, out_dims=-1)(units)
        blocks = [block.unflatten(-1, y.shape) for block in blocks]
        return blocks[argnums] if isinstance(argnums, int) else tuple(blocks[i] for i in argnums)

    return jacobian
