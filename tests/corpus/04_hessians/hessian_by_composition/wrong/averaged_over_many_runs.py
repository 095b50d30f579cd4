# fails: trend
# fault: slower-than-counted
# says: clock
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    for _ in range(4 * len(f(x).reshape(-1))):
        H = (H + jacfwd(jacrev(f))(x)) / 2
    return H
