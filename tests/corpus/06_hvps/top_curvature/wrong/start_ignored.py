# fails: value
# fault: another-start
# says: v0
import torch
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u = torch.ones_like(v0)
    for _ in range(steps):
        u = jvp(grad(f), (x,), (u,))[1]
        u = u / u.norm()
    return u @ jvp(grad(f), (x,), (u,))[1], u
