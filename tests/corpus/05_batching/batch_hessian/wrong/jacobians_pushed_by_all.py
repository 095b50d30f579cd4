# fails: cost
# fault: full-then-diagonal
# says: every pair of samples
import torch
from torch.func import jacfwd, jacrev, vmap


def batch_hessian(f, X):
    rows = torch.arange(len(X), device=X.device)
    return jacfwd(vmap(jacrev(f)))(X)[rows, :, :, rows]
