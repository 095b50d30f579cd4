# fails: cost
# fault: too-many-evaluations
# says: evaluations of f
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    def one(p, v):
        return jvp(grad(f), (p,), (v,))[1]

    return vmap(one)(x.expand(V.shape), V)
