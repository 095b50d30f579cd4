# fails: value
# fault: device-hard-coded
# says: makes a tensor on the cpu
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    def of(k, *args):
        def g(part):
            return f(*args[:k], part, *args[k + 1 :])

        n = args[k].numel()
        tangents = torch.eye(n, dtype=args[k].dtype).reshape(n, *args[k].shape)
        columns = vmap(lambda t: jvp(g, (args[k],), (t,))[1], out_dims=-1)(tangents)
        return columns.reshape(*columns.shape[:-1], *args[k].shape)

    def jacobian(*args):
        return of(argnums, *args) if isinstance(argnums, int) else tuple(of(k, *args) for k in argnums)

    return jacobian
