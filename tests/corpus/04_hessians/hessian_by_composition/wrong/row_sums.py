# fails: value
# fault: row-sums
# says: row
from torch.func import grad, jacrev


def hessian_by_composition(f, x):
    if f(x).dim() == 0:
        return grad(lambda z: grad(f)(z).sum())(x)
    return jacrev(lambda z: jacrev(f)(z).sum(-1))(x)
