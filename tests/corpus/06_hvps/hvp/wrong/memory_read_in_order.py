# fails: value
# fault: strides-ignored
# says: memory
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    v = torch.as_strided(v, (len(v),), (1,))
    return jvp(grad(f), (x,), (v,))[1]
