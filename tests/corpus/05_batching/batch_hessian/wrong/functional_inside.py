# fails: value
# fault: functional-under-vmap
# says: torch.autograd.functional was put under vmap
import torch


def batch_hessian(f, X):
    def one(x):
        return torch.autograd.functional.jacobian(torch.func.jacrev(f), x)

    return torch.vmap(one)(X)
