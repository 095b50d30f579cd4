# fails: value
# fault: wrong-type
# says: other than
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return list(jacfwd(grad(f, 0), 1)(x, y))
