# fails: value
# fault: point-and-direction-swapped
# says: the point comes first
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (v,), (x,))[1]
