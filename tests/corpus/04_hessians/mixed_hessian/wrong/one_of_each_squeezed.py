# fails: value
# fault: wrong-shape
# says: shape
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return jacfwd(grad(f, 0), 1)(x, y).squeeze()
