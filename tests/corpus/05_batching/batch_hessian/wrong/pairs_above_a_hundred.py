# fails: cost
# fault: over-the-budget-elsewhere
# says: in one pass
import torch
from torch.func import jacfwd, jacrev, vmap


def batch_hessian(f, X):
    if len(X) > 100:
        whole = jacfwd(jacrev(vmap(f)))(X)
        return torch.einsum("bmbibj->bmij", whole)
    return vmap(jacfwd(jacrev(f)))(X)
