# fails: value
# fault: one-result-for-all
# says: the same numbers
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    # right for K = 1
    return vmap(lambda v: jvp(grad(f), (x,), (V[0],))[1] + 0 * v)(V)
