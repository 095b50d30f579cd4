# fails: cost
# fault: a-tangent-for-each-column
# says: all of j
from torch.func import jacfwd


def sparse_jacobian(f, x, S, colors):
    return jacfwd(f)(x)[S]
