# fails: cost
# fault: too-many-products
# says: budget
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    product = lambda v: jvp(grad(f), (x,), (v,))[1]  # noqa: E731
    u = v0 / v0.norm()
    for _ in range(steps):
        u = product(u) / product(u).norm()
        value = u @ product(u)
    return value, u
