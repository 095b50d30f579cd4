# fails: value
# fault: product-of-first-derivatives
# says: product
import torch
from torch.func import grad


def mixed_hessian(f, x, y):
    return torch.outer(grad(f, 0)(x, y), grad(f, 1)(x, y))
