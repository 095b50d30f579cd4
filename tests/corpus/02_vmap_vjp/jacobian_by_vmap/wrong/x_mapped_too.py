# fails: cost
# fault: forward-as-wide
# says: copies of x
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    m = len(f(x))
    units = torch.eye(m, dtype=x.dtype, device=x.device)
    return vmap(lambda x, v: vjp(f, x)[1](v)[0])(x.expand(m, -1), units)
