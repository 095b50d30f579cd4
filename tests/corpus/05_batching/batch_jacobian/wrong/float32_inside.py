# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch


def batch_jacobian(f, X):
    def one(x):
        y, pull = torch.func.vjp(f, x)
        units = torch.eye(len(y))
        return torch.vmap(lambda u: pull(u.to(x.dtype))[0].float())(units)

    return torch.vmap(one)(X)
