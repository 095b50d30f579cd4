# style: linearize once, push as often as needed
from torch.func import grad, linearize


def top_curvature(f, x, v0, steps):
    _, push = linearize(grad(f), x)
    u = v0
    for _ in range(steps):
        u = push(u)
        u = u / u.norm()
    return u @ push(u), u
