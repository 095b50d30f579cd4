# fails: value
# fault: basis-not-viewed
# says: view each row as the argument
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    # right for vector arguments
    def block(k, args):
        a = args[k]
        J = vmap(lambda t: jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (t,))[1])(
            torch.eye(a.numel(), dtype=a.dtype)
        )
        return J.movedim(0, -1).reshape(*J.shape[1:], *a.shape)

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
