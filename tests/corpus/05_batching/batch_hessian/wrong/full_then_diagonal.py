# fails: cost
# fault: full-then-diagonal
# says: memory for every pair
import torch
from torch.func import jacfwd, jacrev, vmap


def batch_hessian(f, X):
    whole = jacfwd(jacrev(vmap(f)))(X)
    return torch.einsum("bmbibj->bmij", whole)
