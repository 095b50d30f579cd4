# fails: value
# fault: tolerance-not-relative
# says: You stop at another step
# An absolute tolerance, and no thought of b = 0 or of a matrix that bends down: three mistakes, told one at a time.
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
