# style: λ as a Python float, u turned to a fixed sign
import torch
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    product = lambda v: jvp(grad(f), (x,), (v,))[1]  # noqa: E731
    u = v0.clone()
    while steps:
        u = product(u)
        u = u / u.norm()
        steps -= 1
    if u[u.abs().argmax()] < 0:
        u = -u
    return (u @ product(u)).item(), u
