# fails: value
# fault: wrong-type
# says: list
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    return list((jacfwd if len(x) < len(f(x)) else jacrev)(f)(x))
