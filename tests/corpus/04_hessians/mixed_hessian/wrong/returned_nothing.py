# fails: value
# fault: returned-nothing
# says: none
from torch.func import grad, jacfwd


def mixed_hessian(f, x, y):
    H = jacfwd(grad(f, 0), 1)(x, y)
