# fails: method cost
# fault: loop-over-rows
# says: each row
import torch
from torch.func import vjp


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    return torch.stack([pullback(v)[0] for v in torch.eye(len(y), dtype=y.dtype, device=y.device)])
