# fails: value
# fault: row-sums
# says: row
import torch
from torch.func import jacrev


def hessian_by_composition(f, x):
    return torch.diag_embed(jacrev(lambda z: jacrev(f)(z).sum(-1))(x))
