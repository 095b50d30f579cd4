# fails: value
# fault: strides-ignored
# says: memory
import torch
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    point = torch.as_strided(x, (len(x),), (1,))
    return (jacfwd if len(x) < len(f(point)) else jacrev)(f)(point)
