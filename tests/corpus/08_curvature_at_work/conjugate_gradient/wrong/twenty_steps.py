# fails: value
# fault: steps-cut-off
# says: the x of fewer
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x, r = torch.zeros_like(b), b.clone()
    p, rr = r, r @ r
    for step in range(min(max_steps, 20)):
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
