# fails: value
# fault: taken-at-the-origin
# says: both are 0
from torch.func import grad, jacfwd
def mixed_hessian(f, x, y):
    return jacfwd(grad(f), argnums=1)(0 * x, y)
