# fails: cost
# fault: loop-over-vectors
# says: of its own
import torch
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    one = vmap(lambda v: jvp(grad(f), (x,), (v,))[1])
    return torch.cat([one(v[None]) for v in V])
