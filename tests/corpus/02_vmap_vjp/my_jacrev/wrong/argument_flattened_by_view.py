# fails: value
# fault: wrong-shape
# says: expected shape
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    picks = (argnums,) if isinstance(argnums, int) else argnums

    def jacobian(*args):
        def of_picked(*picked):
            return f(*(picked[picks.index(i)] if i in picks else arg for i, arg in enumerate(args)))

        y, pull = vjp(of_picked, *(args[i] for i in picks))
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).view(-1, *y.shape)
        blocks = tuple(block.view(*y.shape, -1) for block in vmap(pull)(units))
        return blocks[0] if isinstance(argnums, int) else blocks

    return jacobian
