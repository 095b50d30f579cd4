# style: jacrev of the scalar v · g
from torch.func import grad, jacrev


def vhp(f, x, v):
    return jacrev(lambda p: v @ grad(f)(p))(x)
