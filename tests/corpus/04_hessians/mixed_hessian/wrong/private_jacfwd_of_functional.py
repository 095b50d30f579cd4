# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch
from torch.autograd.functional import _jacfwd
from torch.func import grad


def mixed_hessian(f, x, y):
    return _jacfwd(lambda b: grad(f)(x, b), y, vectorize=True)
