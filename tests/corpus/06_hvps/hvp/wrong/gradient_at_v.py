# fails: value
# fault: gradient-at-the-direction
# says: have changed places
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (v,), (x,))[0]
