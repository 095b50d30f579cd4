# fails: value
# fault: matrix-returned
# says: all of h
from torch.func import jacrev


def vhp(f, x, v):
    return jacrev(jacrev(f))(x)
