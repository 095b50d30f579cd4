# style: unit vectors that are scaled and divided out again, so that none of their memory is the result's
import torch
from torch.func import jvp, vjp, vmap


def cheapest_jacobian(f, x):
    y, pullback = vjp(f, x)
    if len(y) <= len(x):
        return vmap(pullback)(4 * torch.eye(len(y), dtype=y.dtype, device=y.device))[0] / 4
    units = 4 * torch.eye(len(x), dtype=x.dtype, device=x.device)
    return (vmap(lambda t: jvp(f, (x,), (t,))[1])(units) / 4).T.contiguous()
