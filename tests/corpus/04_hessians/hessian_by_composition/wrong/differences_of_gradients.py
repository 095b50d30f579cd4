# fails: value
# fault: second-differences
# says: differences
import torch
from torch.func import jacrev


def hessian_by_composition(f, x):
    h = 1e-3
    units = torch.eye(len(x), dtype=x.dtype)
    columns = [(jacrev(f)(x + h * u) - jacrev(f)(x - h * u)) / (2 * h) for u in units]
    return torch.stack(columns, dim=-1)
