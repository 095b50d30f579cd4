# fails: value
# fault: function-not-called
# says: argnums
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacrev(f, x))(x)
