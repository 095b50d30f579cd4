# fails: value
# fault: transposed
# says: transpose
import torch
from torch.func import jacrev, jvp, vmap


def cheapest_jacobian(f, x):
    if len(f(x)) <= len(x):
        return jacrev(f)(x)
    return vmap(lambda t: jvp(f, (x,), (t,))[1])(torch.eye(len(x), dtype=x.dtype))
