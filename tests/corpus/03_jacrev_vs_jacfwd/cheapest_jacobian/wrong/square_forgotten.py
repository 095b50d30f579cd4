# fails: value
# fault: square-forgotten
# says: m = n
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    m, n = len(f(x)), len(x)
    if m < n:
        return jacrev(f)(x)
    if m > n:
        return jacfwd(f)(x)
