# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import grad


def hvp_revrev(f, x, v):
    return grad(lambda p: grad(f)(p) @ v)(x).to(torch.float64)
