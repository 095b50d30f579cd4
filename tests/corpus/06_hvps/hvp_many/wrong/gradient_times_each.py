# fails: value
# fault: gradient-times-v
# says: each v
from torch.func import grad, vmap


def hvp_many(f, x, V):
    return vmap(lambda v: grad(f)(x) * v)(V)
