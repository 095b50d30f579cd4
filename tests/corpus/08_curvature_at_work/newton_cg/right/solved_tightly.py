# style: inner systems solved to the last digits, and a gradient more
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


class Newton:
    def __init__(self, f):
        self.f, self.g = f, grad(f)

    def step(self, x):
        slopes = self.g(x)
        p = cg(lambda v: jvp(self.g, (x,), (v,))[1], -slopes, len(x), 1e-10)
        if slopes @ p >= 0:
            p = -slopes
        t = 1.0
        for _ in range(40):
            if self.f(x + t * p) <= self.f(x) + 1e-4 * t * (slopes @ p):
                return x + t * p
            t /= 2
        return x

    def walk(self, x, steps):
        yield x
        for _ in range(steps):
            x = self.step(x)
            yield x


def newton_cg(f, x0, steps):
    return torch.stack(list(Newton(f).walk(x0, steps)))
