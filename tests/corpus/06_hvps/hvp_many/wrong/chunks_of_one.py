# fails: cost
# fault: loop-over-vectors
# says: chunk_size
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1], chunk_size=1)(V)
