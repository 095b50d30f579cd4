# fails: value
# fault: ones-for-unit-vectors
# says: sum of j's columns
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    # right for N = 1
    def block(k, args):
        a = args[k]
        ones = torch.ones(a.numel(), *a.shape, dtype=a.dtype)
        J = vmap(lambda t: jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (t,))[1])(ones)
        return J.movedim(0, -1).reshape(*J.shape[1:], *a.shape)

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
