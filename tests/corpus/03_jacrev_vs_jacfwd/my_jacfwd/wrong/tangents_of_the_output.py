# fails: value
# fault: tangent-sized-by-output
# says: forward mode starts at the inputs
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    # right for square Jacobians
    def block(k, args):
        a = args[k]
        units = torch.eye(f(*args).numel(), dtype=a.dtype)
        J = vmap(lambda t: jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (t,))[1])(units)
        return J.movedim(0, -1).reshape(*J.shape[1:], *a.shape)

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
