# fails: value
# fault: argument-changed
# says: no longer as it was
import torch


def batch_hessian(f, X):
    X.requires_grad_(True)
    return torch.vmap(torch.func.hessian(f))(X).detach()
