# fails: value
# fault: argnums-tuple-unforeseen
# says: argnums=(0, 1)
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    def jacobian(*args):
        a = args[argnums]

        def column(t):
            return jvp(lambda p: f(*args[:argnums], p, *args[argnums + 1 :]), (a,), (t,))[1]

        units = torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape)
        columns = vmap(column)(units).movedim(0, -1)
        return columns.reshape(*columns.shape[:-1], *a.shape)

    return jacobian
