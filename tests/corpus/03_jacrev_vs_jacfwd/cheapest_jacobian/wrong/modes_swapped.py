# fails: cost
# fault: modes-swapped
# says: comparison
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    return jacrev(f)(x) if len(f(x)) > len(x) else jacfwd(f)(x)
