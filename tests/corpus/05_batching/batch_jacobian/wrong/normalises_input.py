# fails: value
# fault: argument-changed
# says: no longer as it was
import torch


def batch_jacobian(f, X):
    X += 1.0
    return torch.vmap(torch.func.jacrev(f))(X - 1.0)
