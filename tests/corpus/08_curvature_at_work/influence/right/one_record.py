# style: the losses recorded once, and pulled through for each product
import torch
from torch.func import grad, jvp


def influence(losses, test_loss, theta, damping):
    leaf = theta.detach().clone().requires_grad_()
    (g,) = torch.autograd.grad(losses(leaf).sum(), leaf, create_graph=True)
    b = grad(test_loss)(theta)
    s, r, p = torch.zeros_like(b), b, b
    tol = (1e-10 if b.dtype == torch.float64 else 1e-6) * b.norm()
    for _ in range(2 * b.numel()):
        if r.norm() <= tol:
            break
        Ap = torch.autograd.grad(g, leaf, p, retain_graph=True)[0] + damping * p
        a = (r @ r) / (p @ Ap)
        s, rest = s + a * p, r - a * Ap
        p, r = rest + (rest @ rest) / (r @ r) * p, rest
    return jvp(losses, (theta,), (-s,))[1]
