# fails: value
# fault: in-dims-malformed
# says: could not match its in_dims
import torch


def batch_jacobian(f, X):
    return torch.vmap(torch.func.jacrev(f), in_dims=(None, 0))(X)
