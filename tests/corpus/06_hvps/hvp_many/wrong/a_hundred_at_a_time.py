# fails: cost
# fault: over-the-budget-elsewhere
# says: breaks it on others
from torch.func import grad, jvp, vmap


def hvp_many(f, x, V):
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1], chunk_size=100)(V)
