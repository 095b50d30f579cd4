# fails: cost
# fault: chunk-size-ignored
# says: one pass
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    return vmap(pullback)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
