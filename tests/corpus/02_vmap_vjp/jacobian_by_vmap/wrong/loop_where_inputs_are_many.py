# fails: method cost
# fault: tool-missing-elsewhere
# says: large f
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pull = vjp(f, x)
    e = torch.eye(len(y), dtype=y.dtype, device=y.device)
    if len(x) > 20:
        return torch.stack([pull(a)[0] for a in e])
    return vmap(pull)(e)[0]
