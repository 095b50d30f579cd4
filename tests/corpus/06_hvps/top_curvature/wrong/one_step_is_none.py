# fails: value
# fault: fewer-steps
# says: fewer steps
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    if steps == 1:
        u = v0 / v0.norm()
        return u @ jvp(grad(f), (x,), (u,))[1], u
    u = v0 / v0.norm()
    for _ in range(steps):
        u = jvp(grad(f), (x,), (u,))[1]; u = u / u.norm()
    return u @ jvp(grad(f), (x,), (u,))[1], u
