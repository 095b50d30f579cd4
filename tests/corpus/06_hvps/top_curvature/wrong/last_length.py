# fails: value
# fault: sign-lost
# says: length
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u = v0 / v0.norm()
    for _ in range(steps):
        w = jvp(grad(f), (x,), (u,))[1]
        size = w.norm()
        u = w / size
    return size, u
