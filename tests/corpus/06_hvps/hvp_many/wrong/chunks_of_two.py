# fails: cost
# fault: too-many-products
# says: passes
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1], chunk_size=2)(V)
