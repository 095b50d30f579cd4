# fails: value
# fault: aux-without-flag
# says: has_aux
import torch
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    return (jacfwd if len(f(x)) > len(x) else jacrev)(lambda z: (f(z), 3))(x)
