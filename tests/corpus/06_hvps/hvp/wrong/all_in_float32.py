# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    out = torch.zeros(len(x))
    out += jvp(grad(f), (x,), (v,))[1]
    return out
