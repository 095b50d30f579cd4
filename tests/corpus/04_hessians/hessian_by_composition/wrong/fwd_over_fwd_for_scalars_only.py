# fails: cost
# fault: forward-twice
# says: forward mode
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    inner = jacfwd if f(x).dim() == 0 else jacrev
    return jacfwd(inner(f))(x)
