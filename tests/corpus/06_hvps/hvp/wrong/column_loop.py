# fails: cost
# fault: hessian-built
# says: one by one
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    # column by column, added up on the way: no matrix, and N passes
    total = torch.zeros_like(x)
    for j in range(len(x)):
        unit = torch.zeros_like(x)
        unit[j] = 1
        total += v[j] * jvp(grad(f), (x,), (unit,))[1]
    return total
