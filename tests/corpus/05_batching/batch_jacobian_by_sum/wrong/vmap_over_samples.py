# fails: method
# fault: samples-taken-apart
# says: by a loop or by vmap
import torch


def batch_jacobian_by_sum(f, X):
    return torch.vmap(torch.func.jacrev(lambda x: f(x[None])[0]))(X)
