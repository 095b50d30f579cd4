# fails: value
# fault: wrong-type
# says: other than
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    return list(H)
