# fails: value
# fault: detached-between-levels
# says: zeros
import torch
from torch.func import jacrev, linearize, vmap


def hessian_by_composition(f, x):
    # torch.func.linearize takes the inner derivative for a constant (torch 2.13)
    J, push = linearize(jacrev(f), x)
    H = vmap(push)(torch.eye(len(x), dtype=x.dtype, device=x.device))
    return H.movedim(0, -1).contiguous()
