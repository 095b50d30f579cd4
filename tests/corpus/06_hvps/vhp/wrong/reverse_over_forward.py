# fails: method
# fault: reverse-over-forward
# says: gradient first
from torch.func import grad, jvp


def vhp(f, x, v):
    return grad(lambda p: jvp(f, (p,), (v,))[1])(x)
