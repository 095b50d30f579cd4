# fails: value
# fault: units-written-over
# says: the same memory
import torch
from torch.func import jvp


def my_jacfwd(f, argnums=0):
    def block(k, args):
        a = args[k]

        def push(t):
            return jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (t,))[1]

        # one buffer for every tangent: an f that hands its tangent on gives the buffer itself
        unit, columns = torch.zeros(a.numel(), dtype=a.dtype), []
        for place in range(a.numel()):
            unit.zero_()[place] = 1
            columns.append(push(unit.reshape(a.shape)))
        return torch.stack(columns, -1).reshape(*columns[0].shape, *a.shape)

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
