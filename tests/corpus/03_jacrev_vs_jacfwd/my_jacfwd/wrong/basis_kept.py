# fails: value
# fault: functions-not-apart
# says: first shape
import torch
from torch.func import jvp, vmap


def my_jacfwd(f, argnums=0):
    # the basis of the first call serves every later one: wrong for a second shape
    basis = []

    def block(k, args):
        a = args[k]
        if not basis:
            basis.append(torch.eye(a.numel(), dtype=a.dtype).reshape(-1, *a.shape))
        assert basis[0].shape[1:] == a.shape, "another shape"
        J = vmap(lambda t: jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (t,))[1])(basis[0])
        return J.movedim(0, -1).reshape(*J.shape[1:], *a.shape)

    def jacobian(*args):
        if isinstance(argnums, int):
            return block(argnums, args)
        found = []
        for k in argnums:
            basis.clear()
            found.append(block(k, args))
        return tuple(found)

    return jacobian
