# fails: value
# fault: axes-in-another-order
# says: axes in another order
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pull = vjp(f, *args)
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        rows = vmap(pull)(units)

        def block(place):
            outputs_last = rows[place].movedim(0, -1)
            return outputs_last.reshape(*args[place].shape, *y.shape)

        return block(argnums) if isinstance(argnums, int) else tuple(map(block, argnums))

    return jacobian
