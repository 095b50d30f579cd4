# fails: value
# fault: direction-normalised
# says: as it is given
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (x,), (v / v.norm(),))[1]
