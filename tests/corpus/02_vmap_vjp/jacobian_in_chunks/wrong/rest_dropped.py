# fails: value
# fault: rest-dropped
# says: last rows are missing
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype)
    chunks = [x.new_empty(0, len(x))]
    for k in range(len(y) // chunk_size):
        chunks.append(vmap(pullback)(units[k * chunk_size : (k + 1) * chunk_size])[0])
    return torch.cat(chunks)
