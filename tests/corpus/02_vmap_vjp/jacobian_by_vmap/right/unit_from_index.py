# style: mapped over row numbers; each unit vector is made from its number
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pullback = vjp(f, x)
    places = torch.arange(y.numel(), device=y.device)
    return vmap(lambda i: pullback((places == i).to(y.dtype))[0])(places)
