# fails: value
# fault: units-reused
# says: your own unit vectors
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    m = len(y)
    page = torch.zeros(min(chunk_size, m), m, dtype=y.dtype)
    chunks = []
    for start in range(0, m, chunk_size):
        wide = min(chunk_size, m - start)
        units = page[:wide].zero_()
        units[range(wide), range(start, start + wide)] = 1
        chunks.append(vmap(pullback)(units)[0])
    return torch.cat(chunks)
