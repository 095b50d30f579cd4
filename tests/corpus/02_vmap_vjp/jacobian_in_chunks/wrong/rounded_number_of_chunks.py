# fails: value
# fault: rest-dropped
# says: rows
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pull = vjp(f, x)
    eye = torch.eye(len(y), dtype=y.dtype, device=y.device)
    n = max(1, round(len(y) / chunk_size))
    return torch.cat([vmap(pull)(eye[i * chunk_size:(i + 1) * chunk_size])[0] for i in range(n)])
