# fails: value
# fault: point-and-direction-swapped
# says: point
from torch.func import grad, vjp


def vhp(f, x, v):
    return vjp(grad(f), v)[1](x)[0]
