# fails: cost
# fault: too-many-products
# says: budget
import torch
from torch.func import grad


def hvp_revrev(f, x, v):
    if not grad(f)(x).any():
        return torch.zeros_like(x)
    return grad(lambda p: grad(f)(p) @ v)(x)
