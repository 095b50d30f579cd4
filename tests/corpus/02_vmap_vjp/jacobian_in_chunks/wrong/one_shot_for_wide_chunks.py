# fails: cost
# fault: over-the-budget-elsewhere
# says: large f
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pull = vjp(f, x)
    e = torch.eye(len(y), dtype=y.dtype, device=y.device)
    if chunk_size > 8:
        return vmap(pull)(e)[0]
    return torch.cat([vmap(pull)(b)[0] for b in e.split(chunk_size)])
