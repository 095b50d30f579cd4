# fails: value
# fault: pair-not-unpacked
# says: two things
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (x,), (v,))
