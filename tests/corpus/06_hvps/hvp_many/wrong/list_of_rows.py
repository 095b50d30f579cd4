# fails: value
# fault: wrong-type
# says: list
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    return list(vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V))
