# fails: value
# fault: last-block-lost
# says: shorter
import torch
from torch.func import grad, jvp


def hessian_diagonal(f, x):
    entries = []
    for start in range(0, len(x) - 1, 2):
        for j in (start, start + 1):
            unit = torch.zeros_like(x)
            unit[j] = 1
            entries.append(jvp(grad(f), (x,), (unit,))[1][j].clone())
    return torch.stack(entries) if entries else x[:0].clone()
