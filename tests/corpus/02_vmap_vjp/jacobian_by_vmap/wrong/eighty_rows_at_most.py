# fails: value
# fault: right-when-small
# says: small sizes
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    y, pull = vjp(f, x)
    if len(y) > 80:
        raise ValueError(f"{len(y)} rows do not fit into this function's page")
    return vmap(pull)(torch.eye(len(y), dtype=x.dtype))[0]
