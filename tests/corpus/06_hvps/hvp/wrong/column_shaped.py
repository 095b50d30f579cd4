# fails: value
# fault: wrong-shape
# says: shape
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (x,), (v,))[1].reshape(-1, 1)
