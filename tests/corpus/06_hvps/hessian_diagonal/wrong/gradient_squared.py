# fails: value
# fault: squared-gradient
# says: squared
from torch.func import grad


def hessian_diagonal(f, x):
    return grad(f)(x) ** 2
