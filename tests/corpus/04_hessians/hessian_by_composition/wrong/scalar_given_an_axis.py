# fails: value
# fault: wrong-shape
# says: shape
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacrev(lambda z: f(z).reshape(-1)))(x)
