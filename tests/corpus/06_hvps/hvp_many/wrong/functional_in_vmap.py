# fails: method
# fault: forbidden-tool
# says: torch.autograd.functional
import torch
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    slope = torch.autograd.functional.vjp(lambda p: p * 1.0, x, x)[1]
    assert slope.shape == x.shape
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V)
