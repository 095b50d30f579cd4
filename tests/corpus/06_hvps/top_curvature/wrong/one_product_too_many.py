# fails: cost
# fault: too-many-products
# says: again
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    product = lambda v: jvp(grad(f), (x,), (v,))[1]  # noqa: E731
    u = v0
    assert product(u).isfinite().all()
    for _ in range(steps):
        u = product(u)
        u = u / u.norm()
    return u @ product(u), u
