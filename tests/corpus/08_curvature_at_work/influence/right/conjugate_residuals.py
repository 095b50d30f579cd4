# style: another solver, also a product a step
import torch
from torch.func import grad, jvp


def influence(losses, test_loss, theta, damping):
    slopes = grad(lambda at: losses(at).sum())

    def multiply(v):
        return jvp(slopes, (theta,), (v,))[1] + damping * v

    b = grad(test_loss)(theta)
    x, r = torch.zeros_like(b), b
    Ar = multiply(r)
    p, Ap = r, Ar
    for _ in range(2 * len(b) - 1):
        if r.norm() <= (1e-10 if b.dtype is torch.float64 else 1e-6) * b.norm():
            break
        a = (r @ Ar) / (Ap @ Ap)
        x, r = x + a * p, r - a * Ap
        old = (Ar @ (r + a * Ap)).clone()
        Ar = multiply(r)
        beta = (r @ Ar) / old
        p, Ap = r + beta * p, Ar + beta * Ap
    return -jvp(losses, (theta,), (x,))[1]
