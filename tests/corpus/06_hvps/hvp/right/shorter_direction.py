# style: a direction of length 1, its length put back afterwards
import torch
from torch.func import grad, jvp
def hvp(f, x, v):
    n = v.norm()
    s = torch.where(n > 0, n, torch.ones_like(n))
    return s * jvp(grad(f), (x,), (v / s,))[1]
