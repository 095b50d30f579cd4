# fails: value
# fault: gradient-of-gradient
# says: gradient
from torch.func import grad


def hessian_by_composition(f, x):
    return grad(grad(f))(x)
