# fails: value
# fault: small-taken-for-nothing
# says: until numbers are small
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    return torch.where(H.abs() < 1e-4, 0.0, H)
