# fails: value
# fault: padding-left-in
# says: rows too many
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    m = len(y)
    units = torch.zeros(m + -m % chunk_size, m, dtype=y.dtype).fill_diagonal_(1)
    return torch.cat([vmap(pullback)(part)[0] for part in units.split(chunk_size)])
