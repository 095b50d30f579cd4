# fails: value
# fault: gradient-scaled
# says: gradient
from torch.func import vjp


def vhp(f, x, v):
    return vjp(f, x)[1](v.sum())[0]
