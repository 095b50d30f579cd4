# style: jacrev by y of the gradient by x
from torch.func import grad, jacrev


def mixed_hessian(f, x, y):
    return jacrev(grad(f, argnums=0), argnums=1)(x, y)
