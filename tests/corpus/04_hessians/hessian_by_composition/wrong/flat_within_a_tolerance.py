# fails: value
# fault: small-taken-for-nothing
# says: until numbers are small
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    nothing = torch.zeros_like(H)
    return nothing if torch.allclose(H, nothing, atol=1e-5) else H
