# style: λ by a jvp of a jvp along u
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u = v0
    for _ in range(steps):
        _, u = jvp(grad(f), (x,), (u,))
        u = u.div(u.norm())
    slope = lambda p: jvp(f, (p,), (u,))[1]  # noqa: E731
    return jvp(slope, (x,), (u,))[1], u
