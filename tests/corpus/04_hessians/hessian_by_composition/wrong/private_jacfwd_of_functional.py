# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch
from torch.autograd.functional import _jacfwd
from torch.func import jacrev


def hessian_by_composition(f, x):
    return _jacfwd(jacrev(f), x, vectorize=True)
