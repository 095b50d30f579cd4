# style: blocks of eight unit vectors, forward over reverse
import torch
from torch.func import grad, jvp, vmap


def hessian_diagonal(f, x, block=8):
    n = len(x)
    product = vmap(lambda v: jvp(grad(f), (x,), (v,))[1])
    parts = []
    for start in range(0, n, block):
        stop = min(start + block, n)
        units = torch.zeros(stop - start, n, dtype=x.dtype, device=x.device)
        units[range(stop - start), range(start, stop)] = 1
        parts.append(product(units)[:, start:stop].diagonal().clone())
    return torch.cat(parts)
