# fails: cost
# fault: too-wide
# says: chunk_size
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    step = chunk_size + 1
    return torch.cat([vmap(pullback)(units[i : i + step])[0] for i in range(0, len(y), step)])
