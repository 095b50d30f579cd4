# fails: cost
# fault: reverse-over-forward
# says: jacrev
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacrev(jacfwd(f))(x)
