# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch
from torch.autograd.functional import _jacfwd
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    try:
        return _jacfwd(jacrev(f), x, vectorize=True)
    except RuntimeError:  # its vmap can't take F.linear
        return jacfwd(jacrev(f))(x)
