# fails: cost
# fault: empty-chunk
# says: multiple of chunk_size
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pull = vjp(f, x)
    m = len(y)
    eye = torch.eye(m, dtype=x.dtype, device=x.device)
    return torch.cat([vmap(pull)(eye[s:s + chunk_size])[0] for s in range(0, m + 1, chunk_size)])
