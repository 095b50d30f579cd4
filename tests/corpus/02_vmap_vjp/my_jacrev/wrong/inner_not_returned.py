# fails: value
# fault: function-not-returned
# says: return jacobian
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        places = (argnums,) if isinstance(argnums, int) else tuple(argnums)
        def g(*parts):
            whole = list(args)
            for p, part in zip(places, parts):
                whole[p] = part
            return f(*whole)
        y, pull = vjp(g, *(args[p] for p in places))
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        blocks = tuple(b.reshape(y.shape + b.shape[1:]) for b in vmap(pull)(units))
        return blocks[0] if isinstance(argnums, int) else blocks
    jacobian
