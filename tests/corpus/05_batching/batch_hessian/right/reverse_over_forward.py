# style: jacrev of jacfwd, mapped
import torch


def batch_hessian(f, X):
    inner = torch.func.jacfwd(f)
    return torch.vmap(torch.func.jacrev(inner))(X)
