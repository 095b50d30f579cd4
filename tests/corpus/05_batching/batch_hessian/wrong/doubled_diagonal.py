# fails: value
# fault: diagonal-doubled
# says: counts the diagonal twice
import torch


def batch_hessian(f, X):
    H = torch.vmap(torch.func.hessian(f))(X)
    return H + torch.diag_embed(H.diagonal(dim1=-2, dim2=-1))
