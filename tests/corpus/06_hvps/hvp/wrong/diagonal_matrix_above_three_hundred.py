# fails: cost
# fault: peak-too-high
# says: a peak
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    if len(x) > 300:
        v = torch.diag(v).sum(0)
    return jvp(grad(f), (x,), (v,))[1]
