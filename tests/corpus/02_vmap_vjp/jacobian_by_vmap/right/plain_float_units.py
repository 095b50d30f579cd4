# style: unit vectors of the default dtype; zeros and ones are exact in it
import torch


def jacobian_by_vmap(f, x):
    y, p = torch.func.vjp(f, x)
    return torch.vmap(p)(torch.eye(len(y), device=y.device))[0]
