# style: unit residuals, and their length beside them
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    size = b.norm()
    x = torch.zeros_like(b)
    if size == 0:
        return x
    r, p, length = b / size, b / size, size
    for k in range(max_steps):
        if length <= tol * size:
            break
        Ap = matvec(p)
        if (bend := p @ Ap) <= 0:
            return b.clone() if k == 0 else x
        a = (r @ r) / bend
        x = x + a * size * p
        r, old = r - a * Ap, r @ r
        p = r + (r @ r) / old * p
        length = size * r.norm()
    return x
