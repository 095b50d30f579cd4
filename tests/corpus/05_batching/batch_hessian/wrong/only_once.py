# fails: value
# fault: wrong-shape
# says: another shape
import torch


def batch_hessian(f, X):
    return torch.vmap(torch.func.jacrev(f))(X)
