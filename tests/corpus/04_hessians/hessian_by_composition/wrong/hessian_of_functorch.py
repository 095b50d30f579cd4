# fails: method
# fault: forbidden-tool
# says: torch.func.hessian
from functorch import hessian as jacfwd_of_jacrev


def hessian_by_composition(f, x):
    return jacfwd_of_jacrev(f)(x)
