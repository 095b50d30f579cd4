# fails: cost
# fault: peak-too-high
# says: grows like
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (x,), (torch.diag(v).sum(0),))[1]
