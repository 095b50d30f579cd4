# fails: value
# fault: wrong-shape
# says: shape
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    return H if H.dim() == 2 else H[0]
