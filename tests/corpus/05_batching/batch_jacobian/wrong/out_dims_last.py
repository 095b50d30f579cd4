# fails: value
# fault: batch-axis-last
# says: the batch axis is the last
import torch


def batch_jacobian(f, X):
    return torch.vmap(torch.func.jacrev(f), out_dims=-1)(X)
