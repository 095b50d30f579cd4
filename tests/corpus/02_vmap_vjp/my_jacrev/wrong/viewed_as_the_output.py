# fails: value
# fault: view-not-possible
# says: reshape
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        places = (argnums,) if isinstance(argnums, int) else argnums
        shape = []

        def flat(*chosen):
            whole = list(args)
            for place, part in zip(places, chosen):
                whole[place] = part
            y = f(*whole)
            shape[:] = [y.shape]
            return y.view(-1)

        y, pullback = vjp(flat, *(args[place] for place in places))
        blocks = vmap(pullback)(torch.eye(len(y), dtype=y.dtype))
        shaped = tuple(block.reshape(*shape[0], *block.shape[1:]) for block in blocks)
        return shaped[0] if isinstance(argnums, int) else shaped

    return jacobian
