# fails: cost
# fault: too-many-products
# says: passes
import torch
from torch.func import grad, vjp, vmap


def hvp_many(f, x, V):
    pull = vmap(vjp(grad(f), x)[1])
    half = len(V) // 2
    return torch.cat([pull(part)[0] for part in (V[:half], V[half:]) if len(part)])
