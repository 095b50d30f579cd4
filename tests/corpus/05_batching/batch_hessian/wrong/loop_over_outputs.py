# fails: cost
# fault: forward-for-every-output
# says: once for every output
import torch


def batch_hessian(f, X):
    M = len(f(X[0]))
    return torch.stack([torch.vmap(torch.func.hessian(lambda x, m=m: f(x)[m]))(X) for m in range(M)], dim=1)
