# style: a class, minimal residuals in place of conjugate gradients, products by linearize
import torch
from torch.func import grad, jvp, linearize


class Damped:
    def __init__(self, losses, theta, damping):
        _, self.push = linearize(grad(lambda t: losses(t).sum()), theta)
        self.damping = damping

    def __matmul__(self, v):
        return self.push(v) + self.damping * v


def influence(losses, test_loss, theta, damping):
    A, b = Damped(losses, theta, damping), grad(test_loss)(theta)
    tol = torch.finfo(theta.dtype).eps ** 0.65 * b.norm()
    x, r = torch.zeros_like(b), b
    p, Ar = r, A @ r
    Ap, rAr = Ar, r @ Ar
    for _ in range(2 * len(theta) - 1):
        a = rAr / (Ap @ Ap)
        x, r = x + a * p, r - a * Ap
        if r.norm() <= tol:
            break
        Ar = A @ r
        new = r @ Ar
        p, Ap, rAr = r + new / rAr * p, Ar + new / rAr * Ap, new
    return -jvp(losses, (theta,), (x,))[1]
