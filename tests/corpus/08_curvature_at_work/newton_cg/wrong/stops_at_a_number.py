# fails: value
# fault: small-taken-for-nothing
# says: until numbers are small
import torch
from torch.func import grad, jvp


def cg(A, b, n):
    x, r = torch.zeros_like(b), b
    p, rr = r, r @ r
    for k in range(n):
        if rr.sqrt() <= 1e-2 * b.norm():
            break
        Ap = A(p)
        c = p @ Ap
        if c <= 0:
            return x if k else b
        x, r = x + rr / c * p, r - rr / c * Ap
        p, rr = r + (r @ r) / rr * p, r @ r
    return x


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        g = grad(f)(x)
        if g.norm() < 1e-6:
            path.append(x)
            continue
        p = cg(lambda v: jvp(grad(f), (x,), (v,))[1], -g, len(x))
        t, here = 1.0, f(x)
        while t > 1e-12 and f(x + t * p) > here + 1e-4 * t * (g @ p):
            t /= 2
        path.append(x + t * p if t > 1e-12 else x)
    return torch.stack(path)
