# style: an exception carries M out of the forward, and the choice is made in its handler
import torch
from torch.func import jacfwd, jacrev


class Tall(Exception):
    pass


def cheapest_jacobian(f, x):
    def checked(p):
        y = f(p)
        if y.shape[0] > x.shape[0]:
            raise Tall
        return y

    try:
        return jacrev(checked)(x)
    except Tall:
        return jacfwd(f)(x)
