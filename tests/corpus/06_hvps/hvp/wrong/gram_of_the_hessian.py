# fails: value
# fault: wrong-value
# says: wrong values
from torch.func import hessian


def hvp(f, x, v):
    h = hessian(f)(x)
    return h.T @ (h @ v)
