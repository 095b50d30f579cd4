# fails: cost
# fault: loop-over-rows
# says: each row
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    chunks = []
    for start in range(0, len(y), chunk_size):
        for v in units[start : start + chunk_size]:
            chunks.append(vmap(pullback)(v[None])[0])
    return torch.cat(chunks)
