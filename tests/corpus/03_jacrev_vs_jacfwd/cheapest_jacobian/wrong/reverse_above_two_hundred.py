# fails: cost
# fault: over-the-budget-elsewhere
# says: vectors
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    m = len(f(x))
    return jacrev(f)(x) if m <= len(x) or m > 200 else jacfwd(f)(x)
