# fails: cost
# fault: more-than-one-pass
# says: vectors
import torch
from torch.func import jacfwd, vjp, vmap


def cheapest_jacobian(f, x):
    y, pull = vjp(f, x)
    m, n = len(y), len(x)
    if m <= n:
        return vmap(pull)(torch.eye(m + 1, m, dtype=x.dtype))[0][:-1]
    return jacfwd(f)(x)
