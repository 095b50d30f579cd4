# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import grad, vjp


def vhp(f, x, v):
    return vjp(grad(f), x)[1](v)[0].to(torch.float32)
