# fails: value
# fault: drawn-to-the-saddle
# says: saddle
import torch
from torch.func import grad, jvp


def solved(matvec, b, max_steps):
    x, r = torch.zeros_like(b), b.clone()
    p, rr = r, r @ r
    for _ in range(max_steps):
        if rr.sqrt() <= 1e-2 * b.norm():
            break
        Ap = matvec(p)
        a = rr / (p @ Ap)
        x, r = x + a * p, r - a * Ap
        rr, before = r @ r, rr
        p = r + rr / before * p
    return x


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        g = grad(f)(x)
        p = solved(lambda v: jvp(grad(f), (x,), (v,))[1], -g, len(x))
        t = 1.0
        while t > 1e-9 and f(x + t * p) > f(x):
            t = t / 2
        path.append(x + t * p if t > 1e-9 else x)
    return torch.stack(path)
