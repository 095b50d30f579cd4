# fails: value
# fault: cotangent-sized-by-input
# says: one unit vector for each output
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    parts = torch.eye(len(x), dtype=y.dtype).split(chunk_size)
    return torch.cat([vmap(pullback)(part)[0] for part in parts])
