# fails: value
# fault: constant-factor
# says: factor
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return 0.5 * jacfwd(grad(f, 0), 1)(x, y)
