# fails: cost
# fault: too-many-evaluations
# says: evaluat
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    def block(k, args):
        a = args[k]
        units = torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape)
        J = vmap(lambda t: jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (t,))[1])(units)
        out = [f(*args).size(d) for d in range(f(*args).dim())]
        return J.movedim(0, -1).reshape(*out, *a.shape)

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
