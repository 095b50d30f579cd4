# fails: cost
# fault: every-sample-by-itself
# says: one tangent
import torch
from torch.func import grad, jvp


def cg(matvec, b, max_steps, tol):
    x, r = torch.zeros_like(b), b.clone()
    p, rr = r, r @ r
    for _ in range(max_steps):
        if rr.sqrt() <= tol * b.norm():
            break
        Ap = matvec(p)
        a = rr / (p @ Ap)
        x, r = x + a * p, r - a * Ap
        rr, before = r @ r, rr
        p = r + rr / before * p
    return x


def influence(losses, test_loss, theta, damping):
    total = grad(lambda at: losses(at).sum())
    s = cg(lambda v: jvp(total, (theta,), (v,))[1] + damping * v, grad(test_loss)(theta), 2 * len(theta), 1e-9 if theta.dtype is torch.float64 else 1e-6)
    return -torch.stack([grad(lambda at, b=b: losses(at)[b])(theta) @ s for b in range(len(losses(theta)))])
