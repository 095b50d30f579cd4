# style: the slope along a line, and its gradient
import torch
from torch.func import grad


def hvp_revrev(f, x, v):
    return grad(lambda z: grad(lambda t: f(z + t * v))(z.new_zeros(())))(x)
