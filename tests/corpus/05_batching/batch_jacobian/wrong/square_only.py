# fails: value
# fault: wrong-shape
# says: another shape
import torch


def batch_jacobian(f, X):
    N = X.shape[1]

    def one(x):
        y, pull = torch.func.vjp(f, x)
        units = torch.eye(N, dtype=x.dtype)[:, : len(y)]
        units = torch.nn.functional.pad(units, (0, len(y) - units.shape[1]))
        return torch.vmap(pull)(units)[0]

    return torch.vmap(one)(X)
