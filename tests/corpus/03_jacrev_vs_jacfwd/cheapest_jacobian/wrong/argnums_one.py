# fails: value
# fault: argnums-out-of-range
# says: argnums
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    transform = jacfwd if len(x) < len(f(x)) else jacrev
    return transform(f, argnums=1)(x)
