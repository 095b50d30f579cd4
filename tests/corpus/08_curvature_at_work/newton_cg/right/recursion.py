# style: a path that is longer by one
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
    if steps == 0:
        return x0[None].clone()
    path = newton_cg(f, x0, steps - 1)
    x = path[-1]
    g = grad(f)(x)
    p = cg(lambda v: jvp(grad(f), (x,), (v,))[1], -g, len(x), 1e-2)
    t = 1.0
    while f(x + t * p) > f(x) + 1e-4 * t * (g @ p) and t > 1e-10:
        t /= 2
    there = x + t * p
    return torch.cat([path, (there if f(there) <= f(x) else x)[None]])
