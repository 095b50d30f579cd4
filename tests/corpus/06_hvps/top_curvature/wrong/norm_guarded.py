# fails: value
# fault: small-taken-for-nothing
# says: until numbers are small
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u = v0 / v0.norm()
    for _ in range(steps):
        w = jvp(grad(f), (x,), (u,))[1]
        u = w / w.norm().clamp(min=1e-4)
    return u @ jvp(grad(f), (x,), (u,))[1], u
