# fails: cost
# fault: forward-twice
# says: forward mode
from torch.func import jacfwd


def hessian_by_composition(f, x):
    return jacfwd(jacfwd(f))(x)
