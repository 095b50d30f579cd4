# fails: cost
# fault: border-moved
# says: near square
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    # reverse mode has an edge near square, so a margin in its favour
    m, n = len(f(x)), len(x)
    return jacfwd(f)(x) if m > 2 * n else jacrev(f)(x)
