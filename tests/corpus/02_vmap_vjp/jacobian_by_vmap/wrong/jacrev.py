# fails: method
# fault: forbidden-tool
# says: torch.func.jacrev
import torch


def jacobian_by_vmap(f, x):
    return torch.func.jacrev(f)(x)
