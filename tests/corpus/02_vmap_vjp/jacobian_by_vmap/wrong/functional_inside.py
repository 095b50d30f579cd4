# fails: value
# fault: requires-grad-inside
# says: torch.autograd.functional
import torch
from torch.autograd.functional import vjp


def jacobian_by_vmap(f, x):
    units = torch.eye(len(f(x)), dtype=x.dtype)
    return torch.vmap(lambda v: vjp(f, x, v)[1])(units)
