# fails: value
# fault: kept-between-calls
# says: kept
import functools

import torch
from torch.func import vjp, vmap


@functools.cache
def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return vmap(pullback)(torch.eye(len(y), dtype=y.dtype))[0]
