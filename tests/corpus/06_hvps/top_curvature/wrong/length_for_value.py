# fails: value
# fault: sign-lost
# says: no sign
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u = v0
    for _ in range(steps):
        w = jvp(grad(f), (x,), (u,))[1]
        u = w / w.norm()
    return jvp(grad(f), (x,), (u,))[1].norm(), u
