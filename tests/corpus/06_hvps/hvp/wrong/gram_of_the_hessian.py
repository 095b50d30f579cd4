# fails: value
# fault: h-applied-twice
# says: twice
from torch.func import hessian


def hvp(f, x, v):
    h = hessian(f)(x)
    return h.T @ (h @ v)
