# fails: value
# fault: symmetric-part-alone
# says: symmetric
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return torch.triu(jacfwd(jacrev(f))(x))
