# fails: cost
# fault: over-the-budget-elsewhere
# says: products
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    H = lambda v: jvp(grad(f), (x,), (v,))[1]
    u = v0 / v0.norm()
    for _ in range(steps):
        w = H(u)
        u = w / w.norm()
        if steps > 10:
            H(u)
    return u @ H(u), u
