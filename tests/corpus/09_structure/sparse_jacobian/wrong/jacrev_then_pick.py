# fails: method cost
# fault: reverse-mode
# says: pulled back
from torch.func import jacrev


def sparse_jacobian(f, x, S, colors):
    return jacrev(f)(x)[S]
