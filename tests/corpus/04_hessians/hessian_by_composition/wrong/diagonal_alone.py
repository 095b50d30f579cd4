# fails: value
# fault: diagonal-alone
# says: zeros beside it
import torch
from torch.func import jacfwd, jacrev
def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    d = H.diagonal(dim1=-2, dim2=-1)
    return torch.diag_embed(d)
