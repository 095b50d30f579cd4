# fails: value
# fault: transposed
# says: transpose
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    parts = torch.eye(len(y), dtype=y.dtype).split(chunk_size)
    return torch.cat([vmap(pullback, out_dims=1)(part)[0] for part in parts], dim=1)
