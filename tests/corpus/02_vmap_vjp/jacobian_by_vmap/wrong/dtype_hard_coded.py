# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    rows = vmap(pullback)(torch.eye(len(y), dtype=y.dtype))[0]
    return torch.zeros(rows.shape) + rows.to(torch.float32)
