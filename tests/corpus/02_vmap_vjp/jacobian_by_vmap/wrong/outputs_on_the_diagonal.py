# fails: value
# fault: rows-by-factors-of-their-own
# says: another number than 1
import torch
from torch.func import vjp, vmap
def jacobian_by_vmap(f, x):
    y, pull = vjp(f, x)
    return vmap(pull)(torch.diag(y))[0]
