# fails: method
# fault: tool-missing
# says: forward over reverse
from torch.func import grad


def hvp(f, x, v):
    return grad(lambda p: grad(f)(p) @ v)(x)
