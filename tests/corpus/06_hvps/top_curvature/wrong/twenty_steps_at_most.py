# fails: value
# fault: fewer-steps
# says: fewer steps than asked
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u = v0
    for _ in range(min(steps, 20)):
        u = jvp(grad(f), (x,), (u,))[1]
        u = u / u.norm()
    return u @ jvp(grad(f), (x,), (u,))[1], u
