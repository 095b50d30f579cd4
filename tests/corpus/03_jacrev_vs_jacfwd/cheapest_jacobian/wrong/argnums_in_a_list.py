# fails: value
# fault: argnums-not-a-number
# says: list is no tuple
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    transform = jacfwd if len(x) < len(f(x)) else jacrev
    return transform(f, argnums=[0])(x)
