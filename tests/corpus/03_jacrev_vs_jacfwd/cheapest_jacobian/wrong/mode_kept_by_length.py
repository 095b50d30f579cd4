# fails: cost
# fault: mode-by-something-else
# says: in each call anew
from torch.func import jacfwd, jacrev

CHOSEN = {}


def cheapest_jacobian(f, x):
    n = len(x)
    if n not in CHOSEN:
        CHOSEN[n] = jacrev if f(x).numel() < n else jacfwd
    return CHOSEN[n](f)(x)
