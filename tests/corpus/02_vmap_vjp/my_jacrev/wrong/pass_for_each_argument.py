# fails: cost
# fault: pass-for-each-argument
# says: each argument
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def of_one(i, args):
        y, pullback = vjp(lambda a: f(*args[:i], a, *args[i + 1 :]), args[i])
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        return vmap(pullback)(units)[0].reshape(*y.shape, *args[i].shape)

    def jacobian(*args):
        if isinstance(argnums, int):
            return of_one(argnums, args)
        return tuple(of_one(i, args) for i in argnums)

    return jacobian
