# fails: value
# fault: detached-between-levels
# says: zeros
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(lambda z: jacrev(f)(z.detach()))(x)
