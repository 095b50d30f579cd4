# fails: value
# fault: summed-over-features
# says: outputs were added up
import torch


def batch_jacobian(f, X):
    def one(x):
        y, pull = torch.func.vjp(f, x)
        return pull(torch.ones_like(y))[0]

    return torch.vmap(one)(X)
