# fails: cost
# fault: square-kept
# says: block
import torch
from torch.func import grad, jvp, vmap


def hessian_diagonal(f, x, block=128):
    n = len(x)
    parts = []
    for start in range(0, n, block):
        stop = min(start + block, n)
        units = torch.zeros(stop - start, n, dtype=x.dtype, device=x.device)
        units[range(stop - start), range(start, stop)] = 1
        rows = vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(units)
        parts.append(rows[:, start:stop].diagonal().clone())
    return torch.cat(parts)
