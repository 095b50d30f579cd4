# fails: method
# fault: forbidden-tool
# says: one sample at a time
import torch
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    if X.shape[1] > 20:
        return torch.stack([jacrev(f)(x) for x in X])
    return vmap(jacrev(f))(X)
