# style: no forward mode: the samples by a vjp of a vjp
import torch
from torch.func import grad, vjp


def influence(losses, test_loss, theta, damping):
    values, pull = vjp(losses, theta)
    slopes = grad(lambda at: losses(at).sum())
    _, multiply = vjp(slopes, theta)
    b = -grad(test_loss)(theta)
    s, r, p = torch.zeros_like(b), b, b
    for _ in range(2 * len(b)):
        if r.norm() <= (1e-10 if b.dtype == torch.float64 else 1e-6) * b.norm():
            break
        Ap = multiply(p)[0] + damping * p
        a = r.dot(r) / p.dot(Ap)
        s, rest = s + a * p, r - a * Ap
        p, r = rest + rest.dot(rest) / r.dot(r) * p, rest
    _, push = vjp(lambda c: pull(c)[0], torch.ones_like(values))
    return push(s)[0]
