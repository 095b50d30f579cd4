# fails: cost
# fault: too-many-evaluations
# says: evaluations of f
import torch
from torch.func import vjp, vmap


def jacobian_by_vmap(f, x):
    m, kind = len(f(x)), f(x).dtype
    return vmap(vjp(f, x)[1])(torch.eye(m, dtype=kind, device=x.device))[0]
