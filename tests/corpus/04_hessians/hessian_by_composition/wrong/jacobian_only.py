# fails: value
# fault: first-derivative-only
# says: first derivative
from torch.func import jacrev


def hessian_by_composition(f, x):
    return jacrev(f)(x)
