# fails: value
# fault: gradient-returned
# says: gradient
import torch
from torch.func import grad, jvp


def hessian_diagonal(f, x):
    out = torch.zeros_like(x)
    for j in range(len(x)):
        unit = torch.zeros_like(x)
        unit[j] = 1
        out[j] = jvp(grad(f), (x,), (unit,))[0][j]
    return out
