# style: a few columns at a time, joined at the end
import torch
from torch.func import grad, jvp, vmap


def mixed_hessian(f, x, y):
    push = vmap(lambda t: jvp(lambda z: grad(f)(x, z), (y,), (t,))[1])
    pieces = [push(piece) for piece in torch.eye(len(y), dtype=y.dtype, device=y.device).split(8)]
    return torch.cat(pieces).T
