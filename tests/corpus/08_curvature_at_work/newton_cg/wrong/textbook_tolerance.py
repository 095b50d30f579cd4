# fails: value
# fault: solved-too-loosely
# says: too slowly
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
    path = [x0.clone()]
    for _ in range(steps):
        x = path[-1]
        g, here = grad(f)(x), f(x)
        p = cg(lambda v: jvp(grad(f), (x,), (v,))[1], -g, len(x), min(0.5, g.norm().item() ** 0.5))
        t, slope = 1.0, g @ p
        while t > 1e-12 and f(x + t * p) > here + 1e-4 * t * slope:
            t = t / 2
        path.append(x + t * p if t > 1e-12 else x)
    return torch.stack(path)
