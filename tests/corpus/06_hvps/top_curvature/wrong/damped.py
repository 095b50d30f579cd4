# fails: value
# fault: damping-added
# says: identity
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    def product(v):
        return jvp(grad(f), (x,), (v,))[1] + 0.1 * v

    u = v0
    for _ in range(steps):
        u = product(u)
        u = u / u.norm()
    return u @ product(u), u
