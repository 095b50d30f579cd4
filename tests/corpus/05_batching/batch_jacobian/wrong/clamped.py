# fails: value
# fault: held-within-bounds
# says: bound beyond
import torch
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    J = vmap(jacrev(f))(X)
    return J.clamp(-1e3, 1e3)
