# fails: value
# fault: randomness-under-vmap
# says: random numbers were drawn
import torch


def batch_jacobian(f, X):
    def one(x):
        return torch.func.jacrev(f)(x + 0 * torch.randn(x.shape, dtype=x.dtype))

    return torch.vmap(one)(X)
