# fails: value
# fault: axis-of-one-lost
# says: an axis is missing
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    # K = 1 loses its axis
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V).squeeze()
