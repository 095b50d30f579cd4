# fails: value
# fault: argument-changed
# says: argument
from torch.func import grad, jacfwd


def mixed_hessian(f, x, y):
    H = jacfwd(grad(f, 0), 1)(x, y)
    y += 1
    return H
