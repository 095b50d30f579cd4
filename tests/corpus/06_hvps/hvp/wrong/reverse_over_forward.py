# fails: method
# fault: reverse-over-forward
# says: change places
from torch.func import grad, jvp


def hvp(f, x, v):
    return grad(lambda p: jvp(f, (p,), (v,))[1])(x)
