# fails: value
# fault: outputs-not-first
# says: order
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    return H if H.dim() == 2 else H.movedim(0, -1)
