# fails: value
# fault: cotangent-sized-by-input
# says: unit vector
import torch
from torch.func import jacfwd, vjp, vmap


def cheapest_jacobian(f, x):
    # right for square Jacobians, and for tall ones
    y, pull = vjp(f, x)
    if len(x) < len(y):
        return jacfwd(f)(x)
    return vmap(pull)(torch.eye(len(x), dtype=x.dtype))[0]
