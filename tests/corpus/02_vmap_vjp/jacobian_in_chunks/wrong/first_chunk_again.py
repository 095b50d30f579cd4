# fails: value
# fault: first-block-repeated
# says: unit vectors of its own
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pull = vjp(f, x)
    m = len(y)
    out = []
    for start in range(0, m, chunk_size):
        k = min(chunk_size, m - start)
        units = torch.zeros(k, m, dtype=y.dtype, device=y.device)
        units[torch.arange(k), torch.arange(k)] = 1
        out.append(vmap(pull)(units)[0])
    return torch.cat(out)
