# fails: value
# fault: wrong-type
# says: list
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    y, pullback = vjp(f, x)
    return [vmap(pullback)(part)[0] for part in torch.eye(len(y), dtype=y.dtype).split(chunk_size)]
