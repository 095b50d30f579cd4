# fails: value
# fault: dtype-hard-coded
# says: dtype
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    # right in float32
    transform = jacfwd if len(x) < len(f(x)) else jacrev
    return transform(f)(x).float()
