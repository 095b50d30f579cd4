# fails: method cost
# fault: loop-over-vectors
# says: vmap
import torch
from torch.func import grad, jvp


def hvp_many(f, x, V):
    return torch.stack([jvp(grad(f), (x,), (v,))[1] for v in V])
