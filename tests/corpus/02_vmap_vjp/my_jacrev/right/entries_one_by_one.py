# style: y flattened inside, a scalar become a vector of one, and all blocks shaped at the end
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    one = not isinstance(argnums, (tuple, list))
    asked = [argnums] if one else list(argnums)

    def jacobian(*args):
        shape = []

        def flat(*chosen):
            given = dict(zip(asked, chosen))
            y = f(*(given.get(place, arg) for place, arg in enumerate(args)))
            shape[:] = [y.shape]
            return y.reshape(-1)

        y, pullback = vjp(flat, *(args[place] for place in asked))
        blocks = vmap(pullback)(torch.eye(len(y), dtype=y.dtype, device=y.device))
        shaped = tuple(block.reshape(shape[0] + args[place].shape) for block, place in zip(blocks, asked))
        return shaped[0] if one else shaped

    return jacobian
