# fails: value
# fault: same-variable-twice
# says: same variable
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return jacfwd(grad(f))(x, y)
