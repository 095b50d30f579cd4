# fails: value
# fault: rows-mixed
# says: more than one place
import torch
from torch.func import vjp, vmap
def jacobian_by_vmap(f, x):
    y, pull = vjp(f, x)
    return vmap(pull)(torch.ones(len(y), len(y), dtype=y.dtype, device=y.device).tril())[0]
