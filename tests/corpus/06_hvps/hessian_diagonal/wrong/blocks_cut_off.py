# fails: value
# fault: last-block-lost
# says: shorter
import torch
from torch.func import grad, jvp, vmap


def hessian_diagonal(f, x):
    entries = []
    for start in range(0, len(x) - 7, 8):
        units = torch.zeros(8, len(x), dtype=x.dtype, device=x.device)
        units[:, start : start + 8].fill_diagonal_(1)
        columns = vmap(lambda unit: jvp(grad(f), (x,), (unit,))[1])(units)
        entries.append(columns[:, start : start + 8].diagonal().clone())
    return torch.cat(entries) if entries else x[:0].clone()
