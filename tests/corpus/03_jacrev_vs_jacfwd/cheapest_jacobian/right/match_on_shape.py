# style: match with guards on the pair of sizes
from torch import func


def cheapest_jacobian(f, x):
    match (*f(x).shape, *x.shape):
        case (m, n) if m > n:
            return func.jacfwd(f)(x)
        case _:
            return func.jacrev(f)(x)
