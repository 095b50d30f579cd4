# fails: cost
# fault: peak-too-high
# says: a peak
import torch
from torch.func import grad, vjp


def vhp(f, x, v):
    if len(x) > 300:
        v = torch.diag(v).sum(0)
    return vjp(grad(f), x)[1](v)[0]
