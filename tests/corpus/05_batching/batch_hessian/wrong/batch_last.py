# fails: value
# fault: batch-axis-last
# says: the batch axis is the last
import torch


def batch_hessian(f, X):
    return torch.vmap(torch.func.hessian(f), out_dims=3)(X)
