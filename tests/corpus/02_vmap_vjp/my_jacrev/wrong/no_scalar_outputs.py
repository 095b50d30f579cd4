# fails: value
# fault: scalar-output-unforeseen
# says: shape ()
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        places = (argnums,) if isinstance(argnums, int) else argnums

        def of_chosen(*chosen):
            whole = list(args)
            for place, part in zip(places, chosen):
                whole[place] = part
            return f(*whole)

        y, pullback = vjp(of_chosen, *(args[place] for place in places))
        m = len(y) if y.dim() < 2 else y.numel()
        units = torch.eye(m, dtype=y.dtype).reshape(-1, *y.shape)
        blocks = tuple(block.reshape(*y.shape, *block.shape[1:]) for block in vmap(pullback)(units))
        return blocks[0] if isinstance(argnums, int) else blocks

    return jacobian
