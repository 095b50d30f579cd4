# fails: value
# fault: whole-identity-as-cotangent
# says: identity
import torch
from torch.func import vjp


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return pullback(torch.eye(len(y), dtype=y.dtype))[0]
