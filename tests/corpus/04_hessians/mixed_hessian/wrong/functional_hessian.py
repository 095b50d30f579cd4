# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch


def mixed_hessian(f, x, y):
    return torch.autograd.functional.hessian(f, (x, y))[0][1]
