# fails: value
# fault: function-not-called
# says: function
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return jacfwd(grad(f, argnums=0), argnums=1)
