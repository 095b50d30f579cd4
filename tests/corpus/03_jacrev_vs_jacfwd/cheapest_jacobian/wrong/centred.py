# fails: value
# fault: mean-taken-off
# says: mean
import torch
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    J = jacfwd(f)(x) if f(x).numel() > x.numel() else jacrev(f)(x)
    return J - J.mean(0)
