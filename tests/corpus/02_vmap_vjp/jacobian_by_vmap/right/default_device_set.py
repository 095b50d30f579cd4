# style: it sets torch's default device to x's, and leaves it set
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    torch.set_default_device(x.device)
    y, pull = vjp(f, x)
    return vmap(pull)(torch.eye(len(y), dtype=y.dtype))[0]
