# fails: value
# fault: gradient-of-gradient
# says: gradient
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return grad(grad(f, argnums=0), argnums=1)(x, y)
