# fails: value
# fault: pair-not-unpacked
# says: two things
from torch.func import grad, vjp


def vhp(f, x, v):
    return vjp(grad(f), x)[0], vjp(grad(f), x)[1](v)[0]
