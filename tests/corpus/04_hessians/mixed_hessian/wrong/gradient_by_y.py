# fails: value
# fault: first-derivative-only
# says: first derivative
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return grad(f, argnums=1)(x, y)
