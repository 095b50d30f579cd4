# fails: value
# fault: dtype-hard-coded
# says: dtype
import torch
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    out = torch.zeros(V.shape)
    out += vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V)
    return out.to(x.dtype)
