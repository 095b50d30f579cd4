# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def batch_hessian(f, X):
    return torch.vmap(torch.func.hessian(f))(X).double()
