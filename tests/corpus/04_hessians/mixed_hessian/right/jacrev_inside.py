# style: jacrev for the gradient too
from torch.func import jacfwd, jacrev


def mixed_hessian(f, x, y):
    return jacfwd(jacrev(f, argnums=0), argnums=1)(x, y)
