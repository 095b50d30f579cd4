# fails: value
# fault: block-transposed
# says: block
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return jacfwd(grad(f, argnums=1), argnums=0)(x, y)
