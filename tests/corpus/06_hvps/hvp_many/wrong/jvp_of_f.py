# fails: value
# fault: jvp-of-f
# says: numbers
from torch.func import jvp, vmap


def hvp_many(f, x, V):
    return vmap(lambda v: jvp(f, (x,), (v,))[1])(V)
