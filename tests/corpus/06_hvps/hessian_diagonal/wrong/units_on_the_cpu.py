# fails: value
# fault: device-hard-coded
# says: makes a tensor on the cpu
import torch
from torch.func import grad, jvp


def hessian_diagonal(f, x):
    entries = []
    for j in range(len(x)):
        unit = torch.zeros(len(x), dtype=x.dtype)
        unit[j] = 1
        entries.append(jvp(grad(f), (x,), (unit,))[1][j].clone())
    return torch.stack(entries)
