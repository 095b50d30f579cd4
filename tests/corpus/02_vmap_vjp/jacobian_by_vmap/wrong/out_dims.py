# fails: value
# fault: transposed
# says: out_dims
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return vmap(pullback, out_dims=1)(torch.eye(len(y), dtype=y.dtype))[0]
