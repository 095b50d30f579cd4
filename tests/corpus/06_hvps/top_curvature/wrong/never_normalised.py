# fails: value
# fault: not-a-unit-vector
# says: length
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u = v0
    for _ in range(steps):
        u = jvp(grad(f), (x,), (u,))[1]
    return u @ jvp(grad(f), (x,), (u,))[1] / (u @ u), u
