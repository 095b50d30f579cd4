# fails: value
# fault: symmetric-part-alone
# says: symmetric
import torch
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    return 2 * torch.tril(H, -1) + torch.diag_embed(H.diagonal(dim1=-2, dim2=-1))
