# fails: value
# fault: product-times-v
# says: once more
from torch.func import grad, jvp, vmap
def hvp_many(f, x, V):
    return vmap(lambda v: v * jvp(grad(f), (x,), (v,))[1])(V)
