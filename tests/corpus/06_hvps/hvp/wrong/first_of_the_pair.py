# fails: value
# fault: gradient-returned
# says: the second
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (x,), (v,))[0]
