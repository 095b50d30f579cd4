# style: stops once the gradient is small, and repeats the last point
import torch
from torch.func import jacrev, jvp


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
    rows, x = [x0], x0
    for _ in range(steps):
        g = jacrev(f)(x)
        if g.abs().max() < 1e-11:
            break
        p = cg(lambda v: jvp(jacrev(f), (x,), (v,))[1], -g, len(x), 1e-2)
        t = next((t for t in (0.5**k for k in range(40)) if f(x + t * p) <= f(x) + 1e-4 * t * (g @ p)), 0.0)
        x = x + t * p
        rows.append(x)
    rows += [rows[-1]] * (steps + 1 - len(rows))
    return torch.stack(rows)
