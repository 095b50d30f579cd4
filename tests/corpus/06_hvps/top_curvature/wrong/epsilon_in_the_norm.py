# fails: value
# fault: epsilon-in-a-norm
# says: small number
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u = v0 / v0.norm()
    for _ in range(steps):
        w = jvp(grad(f), (x,), (u,))[1]
        u = w / (w.norm() + 1e-8)
    return u @ jvp(grad(f), (x,), (u,))[1], u
