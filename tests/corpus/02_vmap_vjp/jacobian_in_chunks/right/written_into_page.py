# style: units made chunk by chunk, rows written into one page
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    m = y.numel()
    page = torch.empty(m, x.numel(), dtype=y.dtype, device=y.device)
    start = 0
    while start < m:
        stop = min(start + chunk_size, m)
        units = torch.zeros(stop - start, m, dtype=y.dtype, device=y.device)
        units.diagonal(offset=start).fill_(1)
        page[start:stop] = vmap(pullback)(units)[0]
        start = stop
    return page
