# fails: value
# fault: direction-normalised
# says: as it is given
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    return vmap(lambda v: jvp(grad(f), (x,), (v / v.norm(),))[1])(V)
