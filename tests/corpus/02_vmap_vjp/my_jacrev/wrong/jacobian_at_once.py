# fails: value
# fault: raised
# says: error
import torch
from torch.func import vjp, vmap


def my_jacrev(f, argnums=0, *args):
    y, pullback = vjp(f, *args)
    return vmap(pullback)(torch.eye(y.numel()))[argnums]
