# fails: value
# fault: gradient-times-v
# says: gradient times v
from torch.func import grad


def hvp(f, x, v):
    return grad(f)(x) * v
