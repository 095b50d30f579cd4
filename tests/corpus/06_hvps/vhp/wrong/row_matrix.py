# fails: value
# fault: wrong-shape
# says: shape
from torch.func import grad, vjp


def vhp(f, x, v):
    return vjp(grad(f), x)[1](v)[0][None, :]
