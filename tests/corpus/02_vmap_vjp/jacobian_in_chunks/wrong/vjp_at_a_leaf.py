# fails: cost
# fault: chunks-kept-alive
# says: requires grad
import torch
from torch.func import vjp, vmap


def jacobian_in_chunks(f, x, chunk_size):
    leaf = x.clone().requires_grad_()
    y, pullback = vjp(f, leaf)
    chunks = []
    for part in torch.eye(len(y), dtype=x.dtype, device=x.device).split(chunk_size):
        chunks.append(vmap(pullback)(part)[0])
    return torch.cat(chunks).detach()
