# fails: value
# fault: small-taken-for-nothing
# says: until numbers are small
import torch
from torch.func import grad, vjp, jacrev


def implicit_gradient(F, loss, z, theta):
    J = jacrev(F)(z, theta)
    b = grad(loss)(z)
    A = J @ J.T
    c = J @ b
    u, r = torch.zeros_like(b), c.clone()
    p, rr = r, r @ r
    tol = 1e-10 if z.dtype is torch.float64 else 1e-6
    for _ in range(10 * len(b)):
        if rr.sqrt() < tol:
            break
        Ap = A @ p
        a = rr / (p @ Ap)
        u, r = u + a * p, r - a * Ap
        new = r @ r
        p, rr = r + new / rr * p, new
    return -vjp(lambda t: F(z, t), theta)[1](u)[0]
