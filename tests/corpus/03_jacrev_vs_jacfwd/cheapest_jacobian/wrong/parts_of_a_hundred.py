# fails: cost
# fault: over-the-budget-elsewhere
# says: breaks it on others
import torch
from torch.func import jvp, vjp, vmap


def cheapest_jacobian(f, x):
    y, pull = vjp(f, x)
    if len(y) <= len(x):
        return vmap(pull, chunk_size=100)(torch.eye(len(y), dtype=x.dtype, device=x.device))[0]
    units = torch.eye(len(x), dtype=x.dtype, device=x.device)
    return vmap(lambda e: jvp(f, (x,), (e,))[1], out_dims=1, chunk_size=100)(units)
