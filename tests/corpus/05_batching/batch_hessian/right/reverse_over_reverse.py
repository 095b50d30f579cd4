# style: jacrev of jacrev, mapped
import torch


def batch_hessian(f, X):
    inner = torch.func.jacrev(f)
    return torch.vmap(torch.func.jacrev(inner))(X)
