# style: another formula for the next direction, the same numbers
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x, r = b * 0, b.clone()
    p = r.clone()
    for k in range(max_steps):
        if r.norm() <= tol * b.norm():
            return x
        Ap = matvec(p)
        if p.dot(Ap) <= 0:
            return x if k else b.clone()
        a = r.dot(p) / p.dot(Ap)
        x = x + a * p
        rest = r - a * Ap
        p = rest + rest.dot(rest - r) / r.dot(r) * p
        r = rest
    return x
