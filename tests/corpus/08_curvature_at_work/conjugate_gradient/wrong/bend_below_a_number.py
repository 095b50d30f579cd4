# fails: value
# fault: small-taken-for-nothing
# says: says what is nothing
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x, r = torch.zeros_like(b), b.clone()
    p, rr = r, r @ r
    for step in range(max_steps):
        if rr.sqrt() <= tol * b.norm():
            break
        q = matvec(p)
        bend = p @ q
        if bend < 1e-8:
            return x if step else b.clone()
        x, r = x + rr / bend * p, r - rr / bend * q
        before, rr = rr, r @ r
        p = r + rr / before * p
    return x
