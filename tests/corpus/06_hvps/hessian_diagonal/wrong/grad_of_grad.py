# fails: value
# fault: gradient-of-a-vector
# says: scalar
from torch.func import grad


def hessian_diagonal(f, x):
    return grad(grad(f))(x)
