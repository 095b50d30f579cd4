# fails: value
# fault: outputs-not-first
# says: order
from torch.func import jacfwd, jacrev


def hessian_by_composition(f, x):
    H = jacfwd(jacrev(f))(x)
    if H.dim() == 2:
        return H
    m = H.shape[0]
    H = H.movedim(0, 1)
    # right wherever M and N differ
    return H if H.shape[0] == m else H.movedim(1, 0)
