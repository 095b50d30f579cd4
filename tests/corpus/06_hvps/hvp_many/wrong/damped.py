# fails: value
# fault: damping-added
# says: a multiple of v
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V) + 0.1 * V
