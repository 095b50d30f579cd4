# fails: method
# fault: reverse-over-reverse
# says: `hvp_revrev`
from torch.func import grad


def hvp(f, x, v):
    return grad(lambda p: grad(f)(p) @ v)(x)
