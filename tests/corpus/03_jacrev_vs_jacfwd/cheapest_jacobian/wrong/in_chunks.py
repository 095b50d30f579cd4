# fails: cost
# fault: more-than-one-pass
# says: one go
import torch
from torch.func import jacrev, jvp, vmap


def cheapest_jacobian(f, x):
    m, n = len(f(x)), len(x)
    if m <= n:
        return jacrev(f, chunk_size=2)(x)
    units = torch.eye(n, dtype=x.dtype, device=x.device)
    return vmap(lambda t: jvp(f, (x,), (t,))[1], chunk_size=2)(units).T
