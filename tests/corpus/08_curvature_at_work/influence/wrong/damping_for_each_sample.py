# fails: value
# fault: another-damping
# says: another damping
import torch
from torch.func import grad, jvp


def influence(losses, test_loss, theta, damping):
    n = losses(theta).numel()
    G = grad(lambda t: losses(t).sum())
    b = grad(test_loss)(theta)
    x, r, p = torch.zeros_like(b), b, b
    for _ in range(2 * len(b)):
        if r.norm() <= (1e-10 if b.dtype == torch.float64 else 1e-6) * b.norm():
            break
        Ap = jvp(G, (theta,), (p,))[1] + n * damping * p
        a = r @ r / (p @ Ap)
        x, new = x + a * p, r - a * Ap
        p, r = new + new @ new / (r @ r) * p, new
    return -jvp(losses, (theta,), (x,))[1]
