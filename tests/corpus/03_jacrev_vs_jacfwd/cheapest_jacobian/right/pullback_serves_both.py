# style: a vjp's value tells M; its pullback is used if it is the narrower way
import torch
from torch.func import jvp, vjp, vmap


def cheapest_jacobian(f, x):
    y, pull = vjp(f, x)
    if len(y) <= len(x):
        (rows,) = vmap(pull)(torch.eye(len(y), dtype=y.dtype, device=y.device))
        return rows
    return vmap(lambda t: jvp(f, (x,), (t,))[1])(torch.eye(len(x), dtype=x.dtype, device=x.device)).T
