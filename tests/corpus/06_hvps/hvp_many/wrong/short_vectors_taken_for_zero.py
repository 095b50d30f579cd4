# fails: value
# fault: small-taken-for-nothing
# says: says what is nothing
import torch
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    lengths = V.norm(dim=1, keepdim=True)
    units = torch.where(lengths > 1e-8, V / lengths, 0.0)
    return lengths * vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(units)
