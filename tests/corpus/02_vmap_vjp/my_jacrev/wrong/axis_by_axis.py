# fails: cost
# fault: too-many-passes
# says: budget
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pullback = vjp(f, *args)
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(y.shape + y.shape)
        if y.dim() == 0:
            blocks = pullback(units)
        elif y.dim() == 2:
            lines = [vmap(pullback)(line) for line in units]
            blocks = [torch.stack(parts) for parts in zip(*lines)]
        else:
            blocks = vmap(pullback)(units)
        return blocks[argnums] if isinstance(argnums, int) else tuple(blocks[i] for i in argnums)

    return jacobian
