# fails: value
# fault: wrong-shape
# says: another shape than asked
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    def product(v):
        return jvp(grad(f), (x,), (v,))[1]

    u = v0 / v0.norm()
    for _ in range(steps):
        pushed = product(u)
        u = pushed / pushed.norm()
    return u * product(u), u
