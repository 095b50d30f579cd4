# fails: value
# fault: not-finite
# says: v = 0
from torch.func import grad, jvp


def hvp(f, x, v):
    length = v.norm()
    return length * jvp(grad(f), (x,), (v / length,))[1]
