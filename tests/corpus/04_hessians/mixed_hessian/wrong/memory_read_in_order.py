# fails: value
# fault: strides-ignored
# says: memory
import torch
from torch.func import grad, jacfwd


def mixed_hessian(f, x, y):
    x, y = (torch.as_strided(part, (len(part),), (1,)) for part in (x, y))
    return jacfwd(grad(f, argnums=0), argnums=1)(x, y)
