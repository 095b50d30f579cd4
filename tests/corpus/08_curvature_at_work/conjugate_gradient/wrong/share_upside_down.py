# fails: value
# fault: not-the-best-in-reach
# says: not the best
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x = torch.zeros_like(b); r = b.clone(); p = r
    for k in range(max_steps):
        if r.norm() <= tol * b.norm(): break
        Ap = matvec(p); c = p @ Ap
        if c <= 0: return x if k else b.clone()
        a = (r @ r) / c
        x = x + a * p; rn = r - a * Ap
        p = rn + (r @ r) / (rn @ rn) * p; r = rn
    return x
