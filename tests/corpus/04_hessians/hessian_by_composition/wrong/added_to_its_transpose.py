# fails: value
# fault: constant-factor
# says: factor
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    return H + H.mT
