# fails: value
# fault: tolerance-not-relative
# says: you stop at another step
# Three mistakes, told one at a time. Neither b = 0 nor a matrix that bends down was thought of, either.
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x = torch.zeros_like(b)
    r = b - matvec(x)
    p = r
    for _ in range(max_steps):
        Ap = matvec(p)
        step = (r @ r) / (p @ Ap)
        x = x + step * p
        new = r - step * Ap
        if new.norm() < tol:
            break
        p = new + (new @ new) / (r @ r) * p
        r = new
    return x
