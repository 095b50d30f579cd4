# fails: value
# fault: kept-between-calls
# says: call
from functools import lru_cache

import torch


@lru_cache(maxsize=None)
def recorded(f, x):
    # a tensor's hash is its identity: new numbers in the same x go unseen
    leaf = x.clone().requires_grad_()
    return leaf, f(leaf)


def vjp_once(f, x, v):
    leaf, y = recorded(f, x)
    return torch.autograd.grad(y, leaf, v, retain_graph=True)[0]
