"""The library's hessian, one of four, and a block that lies on its side."""

from torch.func import grad, hessian, jacfwd, jacrev


def hessian_by_composition(f, x):
    return hessian(f)(x)


def four_hessians(f, x):
    return {"rev_rev": jacrev(jacrev(f))(x)}


def mixed_hessian(f, x, y):
    return jacfwd(grad(f, argnums=1), argnums=0)(x, y)
