# fails: value
# fault: row-sums
# says: sums
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return grad(lambda z: grad(f)(x, z).sum())(y)
