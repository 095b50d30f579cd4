# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch
from torch.autograd.functional import jacobian


def mixed_hessian(f, x, y):
    return jacobian(lambda z: torch.func.grad(f)(x, z), y)
