# fails: cost
# fault: reverse-over-forward
# says: jacrev
from torch.func import grad, jacfwd, jacrev


def hessian_by_composition(f, x):
    if f(x).dim() == 0:
        return jacfwd(grad(f))(x)
    return jacrev(jacfwd(f))(x)
