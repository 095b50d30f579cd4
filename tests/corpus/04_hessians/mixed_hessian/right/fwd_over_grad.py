# style: jacfwd by y of the gradient by x
from torch.func import grad, jacfwd


def mixed_hessian(f, x, y):
    return jacfwd(grad(f, argnums=0), argnums=1)(x, y)
