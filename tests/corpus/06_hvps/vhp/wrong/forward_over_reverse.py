# fails: method
# fault: tool-missing
# says: reverse mode over the gradient
from torch.func import grad, jvp


def vhp(f, x, v):
    # H is symmetric, so this is the same number
    return jvp(grad(f), (x,), (v,))[1]
