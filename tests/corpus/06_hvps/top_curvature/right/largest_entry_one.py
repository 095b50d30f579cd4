# style: scaled by the largest entry until the end
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    g = grad(f)
    u = v0
    for _ in range(steps):
        u = jvp(g, (x,), (u,))[1]
        u = u / u.abs().max()
    u = u / u.norm()
    return u @ jvp(g, (x,), (u,))[1], u
