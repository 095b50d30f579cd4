# fails: cost
# fault: full-then-diagonal
# says: every pair of samples
import torch
from torch.func import jacrev, vmap


def batch_hessian(f, X):
    paired = jacrev(vmap(jacrev(f)))(X)
    return paired.diagonal(dim1=0, dim2=3).movedim(-1, 0)
