# fails: value
# fault: item-under-vmap
# says: a python number was asked
import torch


def batch_jacobian(f, X):
    def one(x):
        scale = x.norm().item()
        return torch.func.jacrev(f)(x) * (scale / scale)

    return torch.vmap(one)(X)
