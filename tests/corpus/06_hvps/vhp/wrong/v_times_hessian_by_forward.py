# fails: method cost
# fault: hessian-built
# says: built
from torch.func import hessian


def vhp(f, x, v):
    return v @ hessian(f)(x)
