# fails: cost
# fault: hessian-built
# says: built
from torch.func import hessian


def hvp(f, x, v):
    return hessian(f)(x) @ v
