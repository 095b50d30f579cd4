# fails: method
# fault: forbidden-tool
# says: chunk_size
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    return vmap(pullback, chunk_size=chunk_size)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
