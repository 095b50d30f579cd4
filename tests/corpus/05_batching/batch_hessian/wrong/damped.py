# fails: value
# fault: damping-added
# says: a multiple of the identity
import torch
from torch.func import jacrev, jacfwd, vmap


def batch_hessian(f, X):
    return vmap(jacfwd(jacrev(f)))(X) + 1e-3 * torch.eye(X.shape[1], dtype=X.dtype, device=X.device)
