# fails: value
# fault: kept-between-calls
# says: something is kept
from torch.func import grad, jvp

memo = {}


def hvp(f, x, v):
    g = memo.setdefault((tuple(x.shape), x.dtype), grad(f))
    return jvp(g, (x,), (v,))[1]
