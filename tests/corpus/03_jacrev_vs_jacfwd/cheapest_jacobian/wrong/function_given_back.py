# fails: value
# fault: function-not-called
# says: call what it returns
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    return jacfwd(f) if len(x) < len(f(x)) else jacrev(f)
