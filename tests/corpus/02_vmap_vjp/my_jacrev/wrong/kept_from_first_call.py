# fails: value
# fault: functions-not-apart
# says: first shape
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0):
    first = []

    def jacobian(*args):
        if not first:
            first.append(vjp(f, *args))
        y, pullback = first[0]
        units = torch.eye(y.numel(), dtype=y.dtype).reshape(-1, *y.shape)
        blocks = [b.reshape(*y.shape, *a.shape) for b, a in zip(vmap(pullback)(units), args)]
        return blocks[argnums] if isinstance(argnums, int) else tuple(blocks[i] for i in argnums)

    return jacobian
