# fails: value
# fault: dtype-hard-coded
# says: dtype
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    return jacfwd(jacrev(f))(x).float().to(x.dtype)
