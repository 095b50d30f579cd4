# fails: value
# fault: samples-added-up
# says: no batch axis
import torch


def batch_hessian(f, X):
    return torch.vmap(torch.func.hessian(f))(X).sum(0)
