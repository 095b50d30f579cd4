# style: the last chunk is filled up with zeros, and cut afterwards
import torch
import torch.nn.functional as F
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    m = len(y)
    short = -m % chunk_size
    units = F.pad(torch.eye(m, dtype=y.dtype, device=y.device), (0, 0, 0, short))
    parts = units.view(-1, chunk_size, m)
    return torch.cat([vmap(pullback)(part)[0] for part in parts])[:m]
