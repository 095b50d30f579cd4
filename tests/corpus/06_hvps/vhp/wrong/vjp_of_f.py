# fails: value
# fault: cotangent-for-f
# says: one number
from torch.func import vjp


def vhp(f, x, v):
    return vjp(f, x)[1](v)[0]
