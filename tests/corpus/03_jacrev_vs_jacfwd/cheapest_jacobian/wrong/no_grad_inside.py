# fails: value
# fault: no-grad-inside
# says: no_grad
import torch
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    return (jacfwd if len(f(x)) > len(x) else jacrev)(torch.no_grad()(f))(x)
