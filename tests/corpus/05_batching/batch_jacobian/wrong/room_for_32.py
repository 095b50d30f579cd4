# fails: value
# fault: right-when-small
# says: written into the code
import torch
from torch.func import vjp, vmap


def batch_jacobian(f, X):
    def of_one(x):
        y, pull = vjp(f, x)
        rows = vmap(pull)(torch.eye(32, dtype=x.dtype)[: len(y), : len(y)])[0]
        return rows

    return vmap(of_one)(X)
