# fails: value
# fault: argument-changed
# says: write into the tensor itself
import torch


def conjugate_gradient(matvec, b, max_steps, tol):
    x = b
    r = b.clone()
    p = r
    for k in range(max_steps):
        if r.norm() <= tol * b.norm():
            break
        Ap = matvec(p)
        if p @ Ap <= 0:
            return x if k else b.clone()
        alpha = (r @ r) / (p @ Ap)
        x += alpha * p
        new = r - alpha * Ap
        p = new + (new @ new) / (r @ r) * p
        r = new
    return x
