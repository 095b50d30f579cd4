# fails: value
# fault: unmapped-argument
# says: in_dims
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    def row(v, x):
        return vjp(f, x)[1](v)[0]

    return vmap(row)(torch.eye(len(f(x)), dtype=x.dtype), x)
