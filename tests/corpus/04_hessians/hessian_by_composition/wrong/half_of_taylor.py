# fails: value
# fault: constant-factor
# says: factor
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacrev(f))(x) / 2
