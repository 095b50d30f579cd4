# fails: value
# fault: not-connected
# says: zeros
from torch.func import jacfwd, jacrev


def cheapest_jacobian(f, x):
    return (jacfwd if len(f(x)) > len(x) else jacrev)(lambda z: f(x))(x)
