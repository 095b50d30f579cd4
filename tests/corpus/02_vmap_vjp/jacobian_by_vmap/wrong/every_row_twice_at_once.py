# fails: cost
# fault: too-many-passes
# says: vectors pulled back
import torch


def jacobian_by_vmap(f, x):
    y, p = torch.func.vjp(f, x)
    I = torch.eye(len(y), dtype=y.dtype, device=y.device)
    return torch.vmap(p)(torch.cat([I, I]))[0][: len(y)]
