# fails: value
# fault: function-not-called
# says: function
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    return jacfwd(f, x) if len(x) < len(f(x)) else jacrev(f, x)
