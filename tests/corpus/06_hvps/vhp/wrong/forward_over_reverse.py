# fails: method
# fault: forward-over-reverse
# says: pull v back
from torch.func import grad, jvp


def vhp(f, x, v):
    # H is symmetric, so this is the same number
    return jvp(grad(f), (x,), (v,))[1]
