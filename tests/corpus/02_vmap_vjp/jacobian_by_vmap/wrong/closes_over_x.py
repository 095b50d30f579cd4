# fails: value
# fault: zeros-throughout
# says: did not hang on x
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pull = vjp(lambda point: f(x), x)
    return vmap(pull)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
