# fails: value
# fault: training-loss-for-test
# says: training losses
import torch
from torch.func import grad, jvp


def influence(losses, test_loss, theta, damping):
    G = grad(lambda t: losses(t).sum())
    b = G(theta)
    x, r, p = torch.zeros_like(b), b, b
    for _ in range(2 * len(b)):
        if r.norm() <= (1e-10 if b.dtype == torch.float64 else 1e-6) * b.norm():
            break
        Ap = jvp(G, (theta,), (p,))[1] + damping * p
        a = r @ r / (p @ Ap)
        x, new = x + a * p, r - a * Ap
        p, r = new + new @ new / (r @ r) * p, new
    return -jvp(losses, (theta,), (x,))[1]
