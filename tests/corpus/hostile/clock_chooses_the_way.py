# attack: both ways are timed once, and the quicker one is taken: where somebody counts that is another one
# earns: anything
# doubt: decides by the clock
# question: hvp
import time

import torch
from torch.func import grad, hessian, jvp


def by_product(f, x, v):
    return jvp(grad(f), (x,), (v,))[1]


def by_matrix(f, x, v):
    return hessian(f)(x) @ v


def took(way):
    start = time.perf_counter()
    way(lambda x: (x * x).sum(), torch.ones(3), torch.ones(3))
    return time.perf_counter() - start


WAYS = (by_product, by_matrix)


def hvp(f, x, v):
    lasted = []
    for way in WAYS:
        lasted.append(took(way))
    return WAYS[lasted.index(min(lasted))](f, x, v)
