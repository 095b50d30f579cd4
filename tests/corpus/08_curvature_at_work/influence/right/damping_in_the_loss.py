# style: the damping as a term of the objective
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
    at_start = theta.clone()

    def objective(at):
        return losses(at).sum() + (0.5 * damping * (at - at_start).square()).sum()

    slopes = grad(objective)
    s = cg(lambda v: jvp(slopes, (theta,), (v,))[1], grad(test_loss)(theta), 2 * len(theta), 1e-6 if theta.dtype is torch.float32 else 1e-10)
    return jvp(losses, (theta,), (s,))[1].neg()
