# fails: value
# fault: first-block-repeated
# says: the same block
import torch
from torch.func import grad, vjp, vmap


def hessian_diagonal(f, x):
    n, parts = len(x), []
    pull = vjp(grad(f), x)[1]
    for start in range(0, n, 8):
        size = min(8, n - start)
        units = torch.zeros(size, n, dtype=x.dtype)
        places = torch.arange(size)
        units[places, places] = 1
        parts.append(vmap(pull)(units)[0][places, places])
    return torch.cat(parts)
