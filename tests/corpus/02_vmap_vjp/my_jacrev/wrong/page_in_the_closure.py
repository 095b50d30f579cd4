# fails: value
# fault: functions-not-apart
# says: buffer
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    pages = {}
    def jacobian(*args):
        places = (argnums,) if isinstance(argnums, int) else tuple(argnums)
        def g(*parts):
            whole = list(args)
            for p, part in zip(places, parts):
                whole[p] = part
            return f(*whole)
        y, pull = vjp(g, *(args[p] for p in places))
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        out = []
        for p, b in zip(places, vmap(pull)(units)):
            b = b.reshape(y.shape + b.shape[1:])
            page = pages.setdefault((p, b.shape), torch.empty_like(b))
            page.copy_(b)
            out.append(page)
        return out[0] if isinstance(argnums, int) else tuple(out)
    return jacobian
