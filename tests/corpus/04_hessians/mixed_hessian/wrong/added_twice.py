# fails: value
# fault: constant-factor
# says: factor
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return jacfwd(grad(f, 0), 1)(x, y) + jacfwd(grad(f, 1), 0)(x, y).T
