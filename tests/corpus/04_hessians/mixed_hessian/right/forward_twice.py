# style: forward over forward
from torch.func import jacfwd


def mixed_hessian(f, x, y):
    return jacfwd(jacfwd(f, argnums=0), argnums=1)(x, y)
