# fails: value
# fault: units-written-over
# says: hands its input on
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    pages = {}

    def jacobian(*args):
        def block(place):
            arg = args[place]
            key = (arg.shape, arg.dtype)
            units = pages.setdefault(key, torch.zeros(arg.numel(), arg.numel(), dtype=arg.dtype, device=arg.device))
            units.zero_().fill_diagonal_(1)
            g = lambda part: f(*args[:place], part, *args[place + 1 :])
            columns = vmap(lambda t: jvp(g, (arg,), (t.reshape(arg.shape),))[1], out_dims=-1)(units)
            result = columns.reshape(*columns.shape[:-1], *arg.shape)
            units.zero_()
            return result

        return block(argnums) if isinstance(argnums, int) else tuple(map(block, argnums))

    return jacobian
