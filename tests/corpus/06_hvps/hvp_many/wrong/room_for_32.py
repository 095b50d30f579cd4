# fails: value
# fault: right-when-small
# says: written into the code
import torch
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    out = torch.zeros_like(V)
    out[:32] = vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V[:32])
    return out
