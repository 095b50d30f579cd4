# fails: value
# fault: wrong-value
# says: wrong values
from torch.func import grad


def hutchinson_trace(f, x, probes):
    return ((probes @ grad(f)(x)) ** 2).mean()
