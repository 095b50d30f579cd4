# fails: value
# fault: small-taken-for-nothing
# says: a share of what you began with
import torch
from torch.func import grad, jvp, vjp


def implicit_gradient(F, loss, z, theta):
    of_z = lambda at: F(at, theta)
    _, pull = vjp(of_z, z)
    push = lambda u: jvp(of_z, (z,), (u,))[1]
    right = grad(loss)(z)
    u, r = torch.zeros_like(right), right
    p = s = push(r)
    for _ in range(4 * len(z)):
        if r.norm() <= 1e-11:
            break
        q = pull(p)[0]
        far = (s @ s) / (q @ q)
        u, r = u + far * p, r - far * q
        before, s = s, push(r)
        p = s + (s @ s) / (before @ before) * p
    return -vjp(lambda at: F(z, at), theta)[1](u)[0]
