# fails: cost
# fault: too-wide
# says: widest
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    full = max(len(y) // chunk_size, 1)
    parts = [units[i * chunk_size : (i + 1) * chunk_size] for i in range(full - 1)]
    parts.append(units[(full - 1) * chunk_size :])
    return torch.cat([vmap(pullback)(part)[0] for part in parts])
