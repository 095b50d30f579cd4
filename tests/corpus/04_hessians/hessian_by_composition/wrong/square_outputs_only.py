# fails: value
# fault: raised
# says: error
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    J = jacrev(f)(x)
    H = jacfwd(jacrev(f))(x)
    return H if J.dim() == 1 else H * torch.ones_like(J @ J)
