# fails: value
# fault: stack-for-cat
# says: torch.cat
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    parts = torch.eye(len(y), dtype=y.dtype).split(chunk_size)
    return torch.stack([vmap(pullback)(part)[0] for part in parts]).flatten(0, 1)
