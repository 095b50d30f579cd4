# fails: cost
# fault: forward-as-wide
# says: same for
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y = f(*args)
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        copies = [arg.expand(y.numel(), *arg.shape) for arg in args]
        blocks = vmap(lambda v, *a: vjp(f, *a)[1](v))(units, *copies)
        blocks = [b.reshape(*y.shape, *b.shape[1:]) for b in blocks]
        return blocks[argnums] if isinstance(argnums, int) else tuple(blocks[i] for i in argnums)

    return jacobian
