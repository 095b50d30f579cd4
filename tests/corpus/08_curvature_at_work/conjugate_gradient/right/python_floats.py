# style: numbers as Python floats, and a generator of iterates
import math

import torch


def iterates(matvec, b):
    x, r, p = torch.zeros_like(b), b, b
    rr = float(r @ r)
    yield x, math.sqrt(rr), True
    while True:
        Ap = matvec(p)
        bend = float(p @ Ap)
        if bend <= 0:
            yield x, 0.0, False
            return
        a = rr / bend
        x, r = x + a * p, r - a * Ap
        new = float(r @ r)
        p, rr = r + (new / rr) * p, new
        yield x, math.sqrt(rr), True


def conjugate_gradient(matvec, b, max_steps, tol):
    limit = tol * float(b.norm())
    for k, (x, length, fine) in enumerate(iterates(matvec, b)):
        if not fine:
            return b.clone() if k == 1 else x
        if k == max_steps or length <= limit:
            return x
