# fails: method cost
# fault: hessian-built
# says: built
from torch.func import hessian


def hvp_many(f, x, V):
    return V @ hessian(f)(x)
