# fails: cost
# fault: too-many-evaluations
# says: evaluat
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    if f(x).dim() != 1:
        raise ValueError("f must give a vector")
    return jacfwd(f)(x) if f(x).shape[0] > x.shape[0] else jacrev(f)(x)
