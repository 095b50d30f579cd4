# fails: cost
# fault: arguments-not-asked-for
# says: all arguments
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    # works out every block, and gives away those that are asked for
    def block(k, args):
        a = args[k]
        units = torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape)
        J = vmap(lambda t: jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (t,))[1])(units)
        return J.movedim(0, -1).reshape(*J.shape[1:], *a.shape)

    def jacobian(*args):
        every = [block(k, args) for k in range(len(args))]
        return every[argnums] if isinstance(argnums, int) else tuple(every[k] for k in argnums)

    return jacobian
