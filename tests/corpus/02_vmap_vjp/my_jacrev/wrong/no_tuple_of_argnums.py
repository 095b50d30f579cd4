# fails: value
# fault: argnums-tuple-unforeseen
# says: argnums=(0, 1)
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        def of_one(a):
            return f(*args[:argnums], a, *args[argnums + 1 :])

        y, pullback = vjp(of_one, args[argnums])
        units = torch.eye(y.numel(), dtype=y.dtype, device=y.device).reshape(-1, *y.shape)
        (rows,) = vmap(pullback)(units)
        return rows.reshape(*y.shape, *args[argnums].shape)

    return jacobian
