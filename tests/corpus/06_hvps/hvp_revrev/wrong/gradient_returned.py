# fails: value
# fault: gradient-returned
# says: gradient
from torch.func import grad, vjp


def hvp_revrev(f, x, v):
    g, pull = vjp(grad(f), x)
    pull(v)
    return g
