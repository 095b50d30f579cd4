# fails: value
# fault: small-taken-for-nothing
# says: says what is nothing
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    length = v.norm()
    if length < 1e-8:
        return torch.zeros_like(x)
    return length * jvp(grad(f), (x,), (v / length,))[1]
