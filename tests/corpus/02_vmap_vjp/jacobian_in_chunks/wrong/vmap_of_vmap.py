# fails: cost
# fault: chunk-size-ignored
# says: at once
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    m = len(y)
    units = torch.zeros(m + -m % chunk_size, m, dtype=y.dtype, device=y.device)
    units.fill_diagonal_(1)
    chunks = units.view(-1, chunk_size, m)
    return vmap(vmap(lambda v: pullback(v)[0]))(chunks).reshape(-1, len(x))[:m]
