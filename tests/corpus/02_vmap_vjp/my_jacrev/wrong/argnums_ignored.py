# fails: value
# fault: argnums-ignored
# says: argument 0
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    def jacobian(*args):
        y, pullback = vjp(f, *args)
        units = torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape)
        return vmap(pullback)(units)[0].reshape(*y.shape, *args[0].shape)

    return jacobian
