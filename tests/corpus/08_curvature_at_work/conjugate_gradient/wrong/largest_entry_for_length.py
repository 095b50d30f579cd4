# fails: value
# fault: tolerance-not-relative
# says: you stop at another step
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x, r = torch.zeros_like(b), b
    p = r
    rr = r @ r
    for k in range(max_steps):
        if r.abs().max() <= tol * b.abs().max():
            break
        q = matvec(p)
        c = p @ q
        if c <= 0:
            return x if k else b
        x, r = x + rr / c * p, r - rr / c * q
        n = r @ r
        p = r + n / rr * p
        rr = n
    return x
