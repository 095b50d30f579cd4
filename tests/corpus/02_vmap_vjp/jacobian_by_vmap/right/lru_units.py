# style: unit vectors kept by functools.lru_cache
import functools
import torch
from torch.func import vjp, vmap


@functools.lru_cache(maxsize=None)
def unit(m, dtype, device):
    return torch.eye(m, dtype=dtype, device=device)


def jacobian_by_vmap(f, x):
    y, pull = vjp(f, x)
    return vmap(pull)(unit(len(y), y.dtype, y.device).clone())[0]
