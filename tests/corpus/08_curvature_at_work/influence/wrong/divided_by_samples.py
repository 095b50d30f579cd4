# fails: value
# fault: off-by-a-size
# says: one of the sizes
import torch
from torch.func import grad, jvp


def _cg(A, b, n):
    x = torch.zeros_like(b); r = b.clone(); p = r
    for _ in range(n):
        if r.norm() <= 1e-12 * b.norm(): break
        q = A(p); a = (r @ r) / (p @ q)
        x = x + a * p; rn = r - a * q
        p = rn + (rn @ rn) / (r @ r) * p; r = rn
    return x
def influence(losses, test_loss, theta, damping):
    s = _cg(lambda v: jvp(grad(lambda t: losses(t).sum()), (theta,), (v,))[1] + damping * v, grad(test_loss)(theta), 2 * len(theta))
    return -jvp(losses, (theta,), (s,))[1] / len(losses(theta))
