# fails: cost
# fault: too-many-passes
# says: pulled back
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    half = len(y) // 2 + 1
    return torch.cat([vmap(pullback)(part)[0] for part in (units[:half], units[half:]) if len(part)])
