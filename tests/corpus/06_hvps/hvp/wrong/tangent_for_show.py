# fails: cost
# fault: too-many-products
# says: product
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    jvp(grad(f), (x,), (v,))
    return grad(lambda point: torch.dot(grad(f)(point), v))(x)
