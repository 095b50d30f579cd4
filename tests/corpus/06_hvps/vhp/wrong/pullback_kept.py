# fails: value
# fault: kept-between-calls
# says: kept
from functools import lru_cache

from torch.func import grad, vjp


@lru_cache(maxsize=None)
def pullback(f, x):
    return vjp(grad(f), x)[1]


def vhp(f, x, v):
    return pullback(f, x)(v)[0]
