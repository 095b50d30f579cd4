# fails: value
# fault: argument-changed
# says: argument
import torch
from torch.func import grad, vjp


def vhp(f, x, v):
    out = vjp(grad(f), x)[1](v)[0].clone()
    v.zero_()
    return out
