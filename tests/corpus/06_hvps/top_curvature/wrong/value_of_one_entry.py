# fails: value
# fault: wrong-shape
# says: shape
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    u = v0
    for _ in range(steps):
        u = jvp(grad(f), (x,), (u,))[1]
        u = u / u.norm()
    return (u * jvp(grad(f), (x,), (u,))[1]).sum(0, keepdim=True), u
