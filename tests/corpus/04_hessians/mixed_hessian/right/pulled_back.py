# style: vjp of the gradient, unit by unit
import torch
from torch.func import grad, vjp


def mixed_hessian(f, x, y):
    _, pull = vjp(lambda z: grad(f, 0)(x, z), y)
    return torch.stack([pull(unit)[0] for unit in torch.eye(len(x), dtype=x.dtype, device=x.device)])
