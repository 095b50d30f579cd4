# fails: cost
# fault: peak-too-high
# says: torch.diag
import torch
from torch.func import grad, vjp


def vhp(f, x, v):
    row = vjp(grad(f), x)[1](torch.ones_like(v) @ torch.diag(v))[0]
    return row
