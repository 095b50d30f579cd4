# fails: value
# fault: tuple-not-unpacked
# says: tuple
from torch.func import grad, vjp


def hvp_revrev(f, x, v):
    return vjp(grad(f), x)[1](v)
