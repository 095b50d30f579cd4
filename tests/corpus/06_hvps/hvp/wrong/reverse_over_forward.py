# fails: method
# fault: tool-missing
# says: forward over reverse
from torch.func import grad, jvp


def hvp(f, x, v):
    return grad(lambda p: jvp(f, (p,), (v,))[1])(x)
