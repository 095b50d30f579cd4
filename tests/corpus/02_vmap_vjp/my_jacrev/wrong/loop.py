# fails: method cost
# fault: loop-over-rows
# says: each row
import torch
from torch.func import vjp


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pullback = vjp(f, *args)
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        rows = [pullback(v) for v in units]
        blocks = [torch.stack(parts).reshape(*y.shape, *parts[0].shape) for parts in zip(*rows)]
        return blocks[argnums] if isinstance(argnums, int) else tuple(blocks[i] for i in argnums)

    return jacobian
