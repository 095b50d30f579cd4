# fails: value
# fault: functions-not-apart
# says: kept under its shape
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    kept = {}
    def jacobian(*args):
        key = tuple(a.shape for a in args)
        if key in kept:
            return kept[key]
        places = (argnums,) if isinstance(argnums, int) else tuple(argnums)
        def g(*parts):
            whole = list(args)
            for p, part in zip(places, parts):
                whole[p] = part
            return f(*whole)
        y, pull = vjp(g, *(args[p] for p in places))
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        out = tuple(b.reshape(y.shape + b.shape[1:]) for b in vmap(pull)(units))
        kept[key] = out[0] if isinstance(argnums, int) else tuple(out)
        return kept[key]
    return jacobian
