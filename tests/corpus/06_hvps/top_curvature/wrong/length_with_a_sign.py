# fails: value
# fault: length-for-quotient
# says: with a sign before it
import torch
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u = v0 / v0.norm()
    for _ in range(steps):
        w = jvp(grad(f), (x,), (u,))[1]
        value = w.norm() * torch.sign(u @ w)
        u = w / w.norm()
    return value, u
