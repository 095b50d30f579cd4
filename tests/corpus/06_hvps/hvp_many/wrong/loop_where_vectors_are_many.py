# fails: cost method
# fault: tool-missing-elsewhere
# says: vmap
import torch
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    one = lambda v: jvp(grad(f), (x,), (v,))[1]
    if len(V) > 20:
        return torch.stack([one(v) for v in V])
    return vmap(one)(V)
