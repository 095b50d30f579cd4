# fails: value
# fault: axes-not-moved
# says: first two axes have changed places
import torch


def batch_hessian(f, X):
    return torch.vmap(torch.func.hessian(f), out_dims=1)(X)
