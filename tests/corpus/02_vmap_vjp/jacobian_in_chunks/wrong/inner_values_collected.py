# fails: cost
# fault: chunks-kept-alive
# says: peak
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    kept = []
    for start in range(0, len(y), chunk_size):
        rows = vmap(pullback)(units[start : start + chunk_size])[0]
        kept.append(rows[:, None, :].expand(-1, 512, -1).clone())
    return torch.cat(kept).mean(1)
