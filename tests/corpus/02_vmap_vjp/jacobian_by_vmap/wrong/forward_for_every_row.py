# fails: cost
# fault: forward-for-every-row
# says: once for every row
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    rows = []
    for v in torch.eye(len(f(x)), dtype=x.dtype, device=x.device):
        rows.append(vmap(lambda v: vjp(f, x)[1](v)[0])(v[None]))
    return torch.cat(rows)
