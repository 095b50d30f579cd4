# fails: method
# fault: forbidden-tool
# says: chunk_size
import torch
from functorch.experimental import chunk_vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, p = torch.func.vjp(f, x)
    I = torch.eye(len(y), dtype=y.dtype, device=y.device)
    return torch.cat([chunk_vmap(p, chunks=1)(u)[0] for u in I.split(chunk_size)])
