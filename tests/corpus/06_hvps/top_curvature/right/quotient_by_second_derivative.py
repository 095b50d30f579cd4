# style: λ as the second derivative of f along u
import torch
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u = v0 / v0.norm()
    for _ in range(steps):
        hu = jvp(grad(f), (x,), (u,))[1]
        u = hu / hu.norm()
    zero = torch.zeros((), dtype=x.dtype)
    return grad(grad(lambda t: f(x + t * u)))(zero), u
