# fails: value
# fault: device-hard-coded
# says: makes a tensor on the cpu
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pull = vjp(f, x)
    (J,) = vmap(pull)(torch.eye(y.shape[0], dtype=y.dtype))
    return J
