# fails: value
# fault: detached-between-levels
# says: zeros
from torch.func import grad, jacfwd, jacrev


def mixed_hessian(f, x, y):
    return jacfwd(lambda z: grad(f)(x, z.detach()))(y)
