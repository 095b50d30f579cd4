# style: the damping as a parabola at theta, slopes along a line
import torch
from torch.func import grad, jvp


def influence(losses, test_loss, theta, damping):
    J = lambda t: losses(t).sum() + damping / 2 * (t - theta) @ (t - theta)
    A = lambda v: jvp(grad(J), (theta,), (v,))[1]
    b = grad(test_loss)(theta)
    x, r, p = b * 0, b, b
    eps = torch.finfo(b.dtype).eps * 10
    for k in range(2 * len(b)):
        if (r @ r).sqrt() <= eps * b.norm():
            break
        q = A(p)
        a = (r @ r) / (p @ q)
        x = x + a * p
        s = r - a * q
        p = s + (s @ s) / (r @ r) * p
        r = s
    zero = torch.zeros((), dtype=theta.dtype, device=theta.device)
    return -jvp(lambda h: losses(theta + h * x), (zero,), (torch.ones_like(zero),))[1]
