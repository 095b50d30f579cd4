# fails: value
# fault: left-flat
# says: out.numel() rows
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    # right where f takes and gives vectors
    def block(k, args):
        a = args[k]
        units = torch.eye(a.numel(), dtype=a.dtype).reshape(-1, *a.shape)
        J = vmap(lambda t: jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (t,))[1])(units)
        return J.flatten(1).T

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
