# fails: cost
# fault: border-moved
# says: near square
import torch
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    m = f(x).shape[0]
    return (jacrev if m < x.shape[0] - 1 else jacfwd)(f)(x)
