# fails: value
# fault: outer-product-for-h
# says: gauss
from torch.func import grad


def hvp(f, x, v):
    g = grad(f)(x)
    return g * (g @ v)
