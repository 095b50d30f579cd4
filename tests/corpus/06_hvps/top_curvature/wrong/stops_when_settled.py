# fails: value
# fault: fewer-steps
# says: fewer steps
import torch
from torch.func import grad, jvp
def top_curvature(f, x, v0, steps):
    u = v0 / v0.norm(); old = None
    for _ in range(steps):
        w = jvp(grad(f), (x,), (u,))[1]
        lam = u @ w
        if old is not None and abs(lam - old) < 1e-3 * abs(lam): break
        old = lam
        u = w / w.norm()
    return u @ jvp(grad(f), (x,), (u,))[1], u
