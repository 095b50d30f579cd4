# fails: value
# fault: detached-between-levels
# says: zeros
import torch
from torch.func import jacrev


def hessian_by_composition(f, x):
    def first(z):
        with torch.no_grad():
            return jacrev(f)(z)

    return jacrev(first)(x)
