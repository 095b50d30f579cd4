# style: reverse over reverse where f is scalar, forward over reverse elsewhere
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacrev(f))(x) if f(x).dim() else jacrev(jacrev(f))(x)
