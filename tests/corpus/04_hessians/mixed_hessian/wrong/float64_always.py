# fails: value
# fault: dtype-hard-coded
# says: dtype
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return jacfwd(grad(f, 0), 1)(x, y).double()
