# fails: cost
# fault: chunk-size-ignored
# says: memory
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    (whole,) = vmap(pullback)(torch.eye(len(y), dtype=y.dtype, device=y.device))
    return torch.cat([whole[i : i + chunk_size] for i in range(0, len(y), chunk_size)])
