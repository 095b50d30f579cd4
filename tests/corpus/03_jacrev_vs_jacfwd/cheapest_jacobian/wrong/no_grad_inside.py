# fails: value
# fault: input-not-tracked
# says: nothing was recorded
import torch
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    return (jacfwd if len(f(x)) > len(x) else jacrev)(torch.no_grad()(f))(x)
