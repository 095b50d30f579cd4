# fails: cost
# fault: forward-for-every-chunk
# says: again for every chunk
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    m = len(f(x))
    chunks = []
    for part in torch.eye(m, dtype=x.dtype, device=x.device).split(chunk_size):
        _, pullback = vjp(f, x)
        chunks.append(vmap(pullback)(part)[0])
    return torch.cat(chunks)
