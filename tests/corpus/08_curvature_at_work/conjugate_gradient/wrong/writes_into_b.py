# fails: value
# fault: argument-changed
# says: changed b;
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x, r = torch.zeros_like(b), b
    limit, p, rr = tol * b.norm(), b.clone(), b @ b
    for step in range(max_steps):
        if rr.sqrt() <= limit:
            break
        Ap = matvec(p)
        bend = p @ Ap
        if bend <= 0:
            return b.clone() if step == 0 else x
        a = rr / bend
        x = x + a * p
        r -= a * Ap
        rr, before = r @ r, rr
        p = r + rr / before * p
    return x
