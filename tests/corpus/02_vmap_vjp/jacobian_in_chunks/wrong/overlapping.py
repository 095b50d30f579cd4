# fails: cost
# fault: too-many-passes
# says: backward passes
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    page = x.new_zeros(len(y), len(x))
    for start in range(0, len(y), max(1, chunk_size - 1)):
        part = slice(start, start + chunk_size)
        page[part] = vmap(pullback)(units[part])[0]
    return page
