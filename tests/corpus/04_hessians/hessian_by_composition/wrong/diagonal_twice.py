# fails: value
# fault: doubled-diagonal
# says: diagonal
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    upper = torch.triu(jacfwd(jacrev(f))(x))
    return upper + upper.mT
