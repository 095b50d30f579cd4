# fails: value
# fault: outer-product-for-h
# says: gradient times itself
from torch.func import grad


def hutchinson_trace(f, x, probes):
    return ((probes @ grad(f)(x)) ** 2).mean()
