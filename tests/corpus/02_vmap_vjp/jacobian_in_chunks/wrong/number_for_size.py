# fails: cost
# fault: number-for-size
# says: number of chunks
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    parts = torch.eye(len(y), dtype=y.dtype, device=y.device).chunk(chunk_size)
    return torch.cat([vmap(pullback)(part)[0] for part in parts])
