# fails: method
# fault: forbidden-tool
# says: tangent
import torch
from torch.func import jvp, vmap


def my_jacrev(f, argnums=0):
    def of_one(i, args):
        def g(a):
            return f(*args[:i], a, *args[i + 1 :])

        units = torch.eye(args[i].numel(), dtype=args[i].dtype, device=args[i].device).reshape(-1, *args[i].shape)
        columns = vmap(lambda u: jvp(g, (args[i],), (u,))[1])(units)
        return columns.movedim(0, -1).unflatten(-1, args[i].shape)

    def jacobian(*args):
        if isinstance(argnums, int):
            return of_one(argnums, args)
        return tuple(of_one(i, args) for i in argnums)

    return jacobian
