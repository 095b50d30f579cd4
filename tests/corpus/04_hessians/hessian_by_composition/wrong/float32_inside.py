# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacrev(f))(x).to(torch.float32)
