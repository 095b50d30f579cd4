# fails: value
# fault: argument-changed
# says: argument
from torch.func import grad, jvp


def hvp(f, x, v):
    scale = v.norm()
    v /= scale
    return scale * jvp(grad(f), (x,), (v,))[1]
