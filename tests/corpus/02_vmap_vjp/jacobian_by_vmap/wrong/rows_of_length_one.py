# fails: value
# fault: rows-by-factors-of-their-own
# says: own length
import torch
from torch.func import vjp, vmap
def jacobian_by_vmap(f, x):
    y, pull = vjp(f, x)
    J = vmap(pull)(torch.eye(len(y), dtype=y.dtype, device=y.device))[0]
    return torch.nn.functional.normalize(J, dim=1)
