# style: the gradient of a dot product, by backward on a scalar
from torch import dot


def vjp_once(f, x, v):
    x = x.clone()
    x.requires_grad_(True)
    dot(v, f(x)).backward()
    return x.grad
