# style: recursion
from torch.func import grad, jvp


def top_curvature(f, x, v0, steps):
    w = jvp(grad(f), (x,), (v0,))[1]
    if steps == 0:
        return v0 @ w, v0
    return top_curvature(f, x, w / w.norm(), steps - 1)
