# fails: value
# fault: whole-identity-as-tangent
# says: let vmap hand over
import torch
from torch.func import jvp, vmap  # noqa: F401


def my_jacfwd(f, argnums=0):
    def block(k, args):
        a = args[k]
        units = torch.eye(a.numel(), dtype=a.dtype)
        return jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (units,))[1].T

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
