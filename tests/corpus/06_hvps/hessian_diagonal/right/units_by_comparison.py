# style: vmap over places with chunk_size, each unit made by a comparison
import torch
from torch.func import grad, jvp, vmap


def hessian_diagonal(f, x):
    n = x.numel()
    at = torch.arange(n, device=x.device)

    def entry(i):
        e = (at == i).to(x.dtype)
        return (jvp(grad(f), (x,), (e,))[1] * e).sum()

    return vmap(entry, chunk_size=8)(at)
