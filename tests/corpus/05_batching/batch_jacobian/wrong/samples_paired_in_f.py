# fails: cost
# fault: full-then-diagonal
# says: every pair of samples
import torch
from torch.func import jacrev, vmap


def batch_jacobian(f, X):
    J = vmap(jacrev(f))(X)
    near = (X[:, None, :] - X[None, :, :]).abs().amax(-1) == 0
    return J[near.int().argmax(1)]
