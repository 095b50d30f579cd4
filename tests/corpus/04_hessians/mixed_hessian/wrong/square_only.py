# fails: value
# fault: averaged-with-its-transpose
# says: must match
from torch.func import grad, jacfwd


def mixed_hessian(f, x, y):
    H = jacfwd(grad(f, 0), 1)(x, y)
    return H + 0 * H.T
