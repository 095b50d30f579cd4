# fails: value
# fault: device-hard-coded
# says: makes a tensor on the cpu
import torch
from torch.func import grad, jvp, vmap


def hessian_diagonal(f, x):
    entries = []
    for start in range(0, len(x), 8):
        width = min(8, len(x) - start)
        units = torch.zeros(width, len(x), dtype=x.dtype)
        units[:, start : start + width].fill_diagonal_(1)
        columns = vmap(lambda unit: jvp(grad(f), (x,), (unit,))[1])(units)
        entries.append(columns[:, start : start + width].diagonal().clone())
    return torch.cat(entries)
