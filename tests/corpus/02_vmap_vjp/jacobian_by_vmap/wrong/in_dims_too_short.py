# fails: value
# fault: in-dims-mismatched
# says: entry for each argument
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    def row(v, x):
        return vjp(f, x)[1](v)[0]

    return vmap(row, in_dims=(0,))(torch.eye(len(f(x)), dtype=x.dtype), x)
