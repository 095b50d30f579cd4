# fails: value
# fault: point-and-direction-swapped
# says: point first
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (v,), (x,))[1]
