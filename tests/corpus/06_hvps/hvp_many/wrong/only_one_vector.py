# fails: value
# fault: wrong-value
# says: wrong values
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    # right for K = 1
    return vmap(lambda v: jvp(grad(f), (x,), (V[0],))[1] + 0 * v)(V)
