# fails: value
# fault: argument-by-keyword
# says: keywords
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    return (jacfwd if len(f(x)) > len(x) else jacrev)(f)(x=x)
