# fails: method cost
# fault: loop-over-columns
# says: each column
import torch
from torch.func import jvp


def my_jacfwd(f, argnums=0):
    def block(k, args):
        a = args[k]
        columns = []
        for unit in torch.eye(a.numel(), dtype=a.dtype).reshape(-1, *a.shape):
            columns.append(jvp(lambda p: f(*args[:k], p, *args[k + 1 :]), (a,), (unit,))[1])
        return torch.stack(columns, dim=-1).reshape(*columns[0].shape, *a.shape)

    return lambda *args: block(argnums, args) if isinstance(argnums, int) else tuple(block(k, args) for k in argnums)
