# fails: cost
# fault: hessian-built
# says: built
from torch.func import jacrev


def vhp(f, x, v):
    return v @ jacrev(jacrev(f))(x)
