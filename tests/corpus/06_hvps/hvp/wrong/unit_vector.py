# fails: value
# fault: wrong-value
# says: wrong values
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (x,), (v / v.norm(),))[1]
