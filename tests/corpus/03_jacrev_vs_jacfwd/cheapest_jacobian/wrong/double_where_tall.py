# fails: value
# fault: right-when-small
# says: dtype
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    m = len(f(x))
    jacobian = (jacfwd if len(x) < m else jacrev)(f)(x)
    return jacobian.double() if m > 300 else jacobian
