# fails: value
# fault: another-start
# says: x = 0
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x = torch.ones_like(b); r = b - matvec(x); p = r
    for k in range(max_steps):
        if r.norm() <= tol * b.norm(): break
        Ap = matvec(p); c = p @ Ap
        if c <= 0: return x if k else b.clone()
        a = (r @ r) / c
        x = x + a * p; rn = r - a * Ap
        p = rn + (rn @ rn) / (r @ r) * p; r = rn
    return x
