# style: jvp with has_aux, which hands the value back beside the tangent
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    def block(place, args):
        def twice(part):
            y = f(*args[:place], part, *args[place + 1 :])
            return y, y

        def push(tangent):
            _, moved, _ = jvp(twice, (args[place],), (tangent,), has_aux=True)
            return moved

        shape = args[place].shape
        units = torch.eye(shape.numel(), dtype=args[place].dtype, device=args[place].device).reshape(-1, *shape)
        moved = vmap(push)(units)
        return moved.movedim(0, -1).reshape(*moved.shape[1:], *shape)

    def jacobian(*args):
        match argnums:
            case int():
                return block(argnums, args)
            case _:
                return tuple(block(place, args) for place in argnums)

    return jacobian
