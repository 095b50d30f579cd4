# fails: value
# fault: right-when-small
# says: larger one
import torch
from torch.func import grad, jacfwd

MOST = 100


def mixed_hessian(f, x, y):
    block = jacfwd(grad(f, argnums=0), argnums=1)(x, y)
    kept = torch.zeros_like(block)
    kept[:MOST, :MOST] = block[:MOST, :MOST]
    return kept
