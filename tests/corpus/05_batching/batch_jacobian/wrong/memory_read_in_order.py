# fails: value
# fault: strides-ignored
# says: memory
import torch
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    return vmap(jacrev(f))(torch.as_strided(X, X.shape, (X.shape[1], 1)))
