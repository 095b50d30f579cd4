# fails: value
# fault: axis-of-one-lost
# says: an axis is missing
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return jacfwd(grad(f, 0), 1)(x, y).squeeze()
