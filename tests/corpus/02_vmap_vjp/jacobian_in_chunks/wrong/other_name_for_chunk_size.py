# fails: value
# fault: wrong-signature
# says: chunk_size
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, size):
    y, pull = vjp(f, x)
    units = torch.eye(len(y), dtype=y.dtype, device=y.device)
    return torch.cat([vmap(pull)(u)[0] for u in units.split(size)])
