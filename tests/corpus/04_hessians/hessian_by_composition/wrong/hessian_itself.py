# fails: method
# fault: forbidden-tool
# says: torch.func.hessian
import torch


def hessian_by_composition(f, x):
    return torch.func.hessian(f)(x)
