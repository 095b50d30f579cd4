# style: a generator of iterates and residuals
import torch


def iterates(A, b):
    x, r = torch.zeros_like(b), b
    p = r
    while True:
        yield x, r
        Ap = A(p)
        c = p @ Ap
        if c <= 0:
            yield None, None
        a = (r @ r) / c
        x, s = x + a * p, r - a * Ap
        p, r = s + (s @ s) / (r @ r) * p, s


def conjugate_gradient(matvec, b, max_steps, tol):
    if not b.any():
        return torch.zeros_like(b)
    last = torch.zeros_like(b)
    for k, (x, r) in enumerate(iterates(matvec, b)):
        if x is None:
            return b.clone() if k == 1 else last
        last = x
        if k == max_steps or r.norm() <= tol * b.norm():
            return x
