# fails: value
# fault: nearly-right
# says: not near enough
import torch
from torch.func import vmap


def my_jacfwd(f, argnums=0):
    nums = (argnums,) if isinstance(argnums, int) else argnums

    def jac(*args):
        out = []
        for n in nums:
            x = args[n]
            units = torch.eye(x.numel(), dtype=x.dtype, device=x.device).reshape(-1, *x.shape)
            h = 1e-6
            cols = vmap(lambda t: (f(*args[:n], x + h * t, *args[n + 1:]) - f(*args[:n], x - h * t, *args[n + 1:])) / (2 * h))(units)
            out.append(cols.movedim(0, -1).reshape(*cols.shape[1:], *x.shape))
        return out[0] if isinstance(argnums, int) else tuple(out)

    return jac
