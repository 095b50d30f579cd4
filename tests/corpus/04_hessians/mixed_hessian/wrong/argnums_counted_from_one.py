# fails: value
# fault: argnums-out-of-range
# says: from 0
from torch.func import grad, jacfwd


def mixed_hessian(f, x, y):
    return jacfwd(grad(f, 1), 2)(x, y)
