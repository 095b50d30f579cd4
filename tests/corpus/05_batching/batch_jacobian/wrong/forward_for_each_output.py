# fails: cost
# fault: forward-for-every-output
# says: once for every output
import torch


def batch_jacobian(f, X):
    M = f(X[0]).shape[0]
    rows = [torch.vmap(torch.func.grad(lambda x, i=i: f(x)[i]))(X) for i in range(M)]
    return torch.stack(rows, dim=1)
