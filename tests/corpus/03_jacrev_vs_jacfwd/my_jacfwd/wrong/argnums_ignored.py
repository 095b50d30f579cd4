# fails: value
# fault: argnums-ignored
# says: argument 0
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    def jacobian(x, *rest):
        units = torch.eye(x.numel(), dtype=x.dtype).reshape(-1, *x.shape)
        J = vmap(lambda t: jvp(lambda p: f(p, *rest), (x,), (t,))[1])(units)
        J = J.movedim(0, -1).reshape(*J.shape[1:], *x.shape)
        return J

    return jacobian
