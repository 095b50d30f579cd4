# fails: method
# fault: forbidden-tool
# says: reverse mode over the gradient
import torch
from torch.func import grad, jvp


def hvp(f, x, v):
    jvp(grad(f), (x,), (v,))
    return grad(lambda point: torch.dot(grad(f)(point), v))(x)
