# fails: value
# fault: something-for-nothing
# says: should be 0
from torch.func import grad


def hvp_revrev(f, x, v):
    def s(z):
        g = grad(f)(z)
        return g @ (v * z / x)
    return grad(s)(x)
