# style: the plain way, vmap's axis moved to the end and split
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    def jacobian(*args):
        places = (argnums,) if isinstance(argnums, int) else argnums
        blocks = []
        for place in places:
            arg = args[place]

            def of_arg(part, place=place):
                whole = list(args)
                whole[place] = part
                return f(*whole)

            def push(tangent, of_arg=of_arg, arg=arg):
                return jvp(of_arg, (arg,), (tangent,))[1]

            units = torch.eye(arg.numel(), dtype=arg.dtype, device=arg.device).reshape(-1, *arg.shape)
            columns = vmap(push)(units).movedim(0, -1)
            blocks.append(columns.reshape(*columns.shape[:-1], *arg.shape))
        return blocks[0] if isinstance(argnums, int) else tuple(blocks)

    return jacobian
