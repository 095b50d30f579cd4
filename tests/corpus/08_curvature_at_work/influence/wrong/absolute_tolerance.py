# fails: value
# fault: small-taken-for-nothing
# says: until numbers are small
import torch
from torch.func import grad, jvp


def influence(losses, test_loss, theta, damping):
    g = grad(lambda t: losses(t).sum())
    b = grad(test_loss)(theta)
    tol = 1e-10 if theta.dtype is torch.float64 else 1e-6
    s, r = torch.zeros_like(b), b.clone()
    p, rr = r, r @ r
    for _ in range(2 * len(b)):
        if rr.sqrt() < tol:
            break
        Ap = jvp(g, (theta,), (p,))[1] + damping * p
        a = rr / (p @ Ap)
        s, r = s + a * p, r - a * Ap
        new = r @ r
        p, rr = r + new / rr * p, new
    return -jvp(losses, (theta,), (s,))[1]
