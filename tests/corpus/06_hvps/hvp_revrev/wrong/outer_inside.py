# fails: cost
# fault: peak-too-high
# says: torch.outer
import torch
from torch.func import grad


def hvp_revrev(f, x, v):
    return grad(lambda p: torch.outer(grad(f)(p), v).diagonal().sum())(x)
