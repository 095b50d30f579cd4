# fails: value
# fault: solved-too-loosely
# says: stopped too early
import torch
from torch.func import grad, jvp, vjp


def influence(losses, test_loss, theta, damping):
    g = grad(test_loss)(theta)
    _, pull = vjp(grad(lambda t: losses(t).sum()), theta)
    mv = lambda v: pull(v)[0] + damping * v
    s, r = torch.zeros_like(g), g.clone()
    p, rr = r, r @ r
    for _ in range(min(2 * len(g), 60)):
        if rr.sqrt() <= 1e-10 * g.norm():
            break
        Ap = mv(p)
        a = rr / (p @ Ap)
        s, r = s + a * p, r - a * Ap
        rr, old = r @ r, rr
        p = r + rr / old * p
    return -jvp(losses, (theta,), (s,))[1]
