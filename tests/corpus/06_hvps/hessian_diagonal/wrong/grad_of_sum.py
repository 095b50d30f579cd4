# fails: value
# fault: row-sums-for-diagonal
# says: row sums
from torch.func import grad


def hessian_diagonal(f, x):
    return grad(lambda p: grad(f)(p).sum())(x)
