# fails: value
# fault: functions-not-apart
# says: unit vectors of the first shape
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    places = argnums if isinstance(argnums, tuple) else (argnums,)
    kept = {}

    def jacobian(*args):
        def of_chosen(*chosen):
            at = dict(zip(places, chosen))
            return f(*(at.get(place, arg) for place, arg in enumerate(args)))

        y, pull = vjp(of_chosen, *(args[place] for place in places))
        if "units" not in kept:
            kept["units"] = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        blocks = vmap(pull)(kept["units"])
        shaped = tuple(block.reshape(y.shape + args[place].shape) for block, place in zip(blocks, places))
        return shaped if isinstance(argnums, tuple) else shaped[0]

    return jacobian
