# fails: value
# fault: same-variable-twice
# says: same variable
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return jacrev(jacrev(f, argnums=1), argnums=1)(x, y)
