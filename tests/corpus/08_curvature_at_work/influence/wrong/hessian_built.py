# fails: method cost
# fault: every-sample-by-itself
# says: matrix
import torch
from torch.func import grad, hessian, jvp


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
    H = hessian(lambda at: losses(at).sum())(theta) + damping * torch.eye(len(theta), dtype=theta.dtype, device=theta.device)
    s = torch.linalg.solve(H, grad(test_loss)(theta))
    return -jvp(losses, (theta,), (s,))[1]
