# style: closures in place of argnums
from torch.func import grad, jacfwd


def mixed_hessian(f, x, y):
    def by_x(y):
        return grad(lambda x: f(x, y))(x)

    return jacfwd(by_x)(y)
