# fails: value
# fault: fewer-steps
# says: however early
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u, before = v0 / v0.norm(), None
    for _ in range(steps):
        w = jvp(grad(f), (x,), (u,))[1]
        value = u @ w
        if before is not None and abs(value - before) <= 1e-6 * abs(value):
            break
        u, before = w / w.norm(), value
    return u @ jvp(grad(f), (x,), (u,))[1], u
