# fails: cost
# fault: matrix-built
# says: built a
import torch
from torch.func import vmap


def conjugate_gradient(matvec, b, max_steps, tol):
    A = vmap(matvec)(torch.eye(len(b), dtype=b.dtype, device=b.device))
    x, r = torch.zeros_like(b), b.clone()
    p, rr = r, r @ r
    for step in range(max_steps):
        if rr.sqrt() <= tol * b.norm():
            break
        Ap = A @ p
        bend = p @ Ap
        if bend <= 0:
            return b.clone() if step == 0 else x
        a = rr / bend
        x, r = x + a * p, r - a * Ap
        rr, before = r @ r, rr
        p = r + rr / before * p
    return x
