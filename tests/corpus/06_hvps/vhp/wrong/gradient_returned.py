# fails: value
# fault: gradient-returned
# says: gradient
from torch.func import grad, vjp


def vhp(f, x, v):
    row, pull = vjp(grad(f), x)
    return row
