# fails: value
# fault: product-of-first-derivatives
# says: product
import torch
from torch.func import jacrev


def hessian_by_composition(f, x):
    J = jacrev(f)(x)
    return torch.outer(J, J) if J.dim() == 1 else J.T @ J
