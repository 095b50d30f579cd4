# fails: value
# fault: wrong-flattening-order
# says: reshape
from torch.func import grad, jacfwd


def mixed_hessian(f, x, y):
    return jacfwd(grad(f, 1), 0)(x, y).reshape(len(x), len(y))
