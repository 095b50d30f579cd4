# fails: value
# fault: flag-without-aux
# says: pair
import torch
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    return (jacfwd if len(f(x)) > len(x) else jacrev)(f, has_aux=True)(x)
