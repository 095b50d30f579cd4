# fails: cost
# fault: more-tangents-than-needed
# says: tangent passes
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    # as central differences would: there is nothing to cancel here
    def block(k, args):
        a = args[k]
        units = torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape)
        J = vmap(lambda t: jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (t,))[1])(torch.cat([units, -units]))
        J = (J[: len(units)] - J[len(units) :]) / 2
        return J.movedim(0, -1).reshape(*J.shape[1:], *a.shape)

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
