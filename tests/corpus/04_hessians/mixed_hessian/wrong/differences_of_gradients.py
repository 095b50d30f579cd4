# fails: value
# fault: second-differences
# says: differences
import torch
from torch.func import grad


def mixed_hessian(f, x, y):
    h = 1e-3
    units = torch.eye(len(y), dtype=y.dtype)
    return torch.stack([(grad(f)(x, y + h * u) - grad(f)(x, y - h * u)) / (2 * h) for u in units], dim=1)
