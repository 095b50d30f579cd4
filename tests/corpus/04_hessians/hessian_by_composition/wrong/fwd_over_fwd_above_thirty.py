# fails: cost
# fault: over-the-budget-elsewhere
# says: in one pass
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacfwd(f))(x) if len(x) > 30 else jacfwd(jacrev(f))(x)
