# style: one shift, shared by all samples, pushed forward
import torch


def batch_jacobian(f, X):
    return torch.func.jacfwd(lambda d: torch.vmap(f)(X + d))(torch.zeros_like(X[0]))
