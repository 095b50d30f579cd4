# fails: value
# fault: axis-of-one-lost
# says: an axis is missing
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    if len(V) == 1: return jvp(grad(f), (x,), (V[0],))[1]
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V)
