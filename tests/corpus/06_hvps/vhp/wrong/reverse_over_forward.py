# fails: method
# fault: tool-missing
# says: reverse mode over the gradient
from torch.func import grad, jvp


def vhp(f, x, v):
    return grad(lambda p: jvp(f, (p,), (v,))[1])(x)
