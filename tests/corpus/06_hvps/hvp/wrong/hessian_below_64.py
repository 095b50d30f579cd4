# fails: cost
# fault: hessian-built
# says: built
import torch
from torch.func import grad, hessian, jvp


def hvp(f, x, v):
    if len(x) < 64:
        return hessian(f)(x) @ v
    return jvp(grad(f), (x,), (v,))[1]
