# fails: cost
# fault: too-wide
# says: widest
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    return torch.cat([vmap(pullback)(part)[0] for part in units.split(max(chunk_size, 4))])
