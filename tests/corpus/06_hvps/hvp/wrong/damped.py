# fails: value
# fault: damping-added
# says: a multiple of v
from torch.func import grad, jvp


def hvp(f, x, v):
    return jvp(grad(f), (x,), (v,))[1] + 1e-3 * v
