# style: eye writes into memory that y makes; asserts with numbers, which a device without any can't
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pull = vjp(f, x)
    units = torch.eye(len(y), out=y.new_empty(len(y), len(y)))
    assert units.sum().item() == len(y)
    return vmap(pull)(units)[0]
