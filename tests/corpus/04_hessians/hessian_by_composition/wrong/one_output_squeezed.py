# fails: value
# fault: axis-of-one-lost
# says: an axis is missing
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacrev(f))(x).squeeze()
