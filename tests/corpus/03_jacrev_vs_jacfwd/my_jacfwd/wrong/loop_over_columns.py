# fails: cost
# fault: loop-over-columns
# says: width 1
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    # vmap in name, with one tangent at a time
    def block(k, args):
        a = args[k]
        push = vmap(lambda t: jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (t,))[1])
        units = torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape)
        J = torch.cat([push(unit[None]) for unit in units])
        return J.movedim(0, -1).reshape(*J.shape[1:], *a.shape)

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
