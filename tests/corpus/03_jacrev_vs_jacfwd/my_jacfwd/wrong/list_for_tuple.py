# fails: value
# fault: wrong-type
# says: expected a tuple
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    def block(k, args):
        a = args[k]
        units = torch.eye(a.numel(), dtype=a.dtype).reshape(-1, *a.shape)
        J = vmap(lambda t: jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (t,))[1])(units)
        return J.movedim(0, -1).reshape(*J.shape[1:], *a.shape)

    def jacobian(*args):
        return block(argnums, args) if isinstance(argnums, int) else [block(k, args) for k in argnums]

    return jacobian
