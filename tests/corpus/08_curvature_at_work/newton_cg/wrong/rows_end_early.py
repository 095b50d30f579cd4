# fails: value
# fault: rows-end-early
# says: converged
import torch
from torch.func import grad, jvp


def cg(matvec, b, max_steps, tol):
    x, r = torch.zeros_like(b), b.clone()
    p, rr = r, r @ r
    for step in range(max_steps):
        if rr.sqrt() <= tol * b.norm():
            break
        Ap = matvec(p)
        bend = p @ Ap
        if bend <= 0:
            return b.clone() if step == 0 else x
        a = rr / bend
        x, r = x + a * p, r - a * Ap
        rr, before = r @ r, rr
        p = r + rr / before * p
    return x


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        g = grad(f)(x)
        if g.norm() < 1e-2:
            break
        p = cg(lambda v: jvp(grad(f), (x,), (v,))[1], -g, len(x), 1e-2)
        t = 1.0
        while t > 1e-12 and f(x + t * p) > f(x) + 1e-4 * t * (g @ p):
            t = t / 2
        path.append(x + t * p)
    return torch.stack(path)
