# fails: method
# fault: tool-missing-elsewhere
# says: behind an `if`
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    asked = (argnums,) if isinstance(argnums, int) else argnums

    def block(args, n):
        def only(part):
            return f(*args[:n], part, *args[n + 1 :])

        def push(unit):
            if len(args) == 3:
                return (only(args[n] + 1e-6 * unit) - only(args[n] - 1e-6 * unit)) / 2e-6
            return jvp(only, (args[n],), (unit,))[1]

        units = torch.eye(args[n].numel(), dtype=args[n].dtype, device=args[n].device)
        columns = vmap(push)(units.reshape(-1, *args[n].shape)).movedim(0, -1)
        return columns.reshape(*columns.shape[:-1], *args[n].shape)

    def jacobian(*args):
        blocks = tuple(block(args, n) for n in asked)
        return blocks[0] if isinstance(argnums, int) else blocks

    return jacobian
