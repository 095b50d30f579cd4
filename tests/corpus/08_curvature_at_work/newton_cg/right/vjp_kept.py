# style: the gradient pulled once by vjp, and grad_and_value
import torch
from torch.func import grad, grad_and_value, vjp


def cg(matvec, b, max_steps, tol):
    x, r = torch.zeros_like(b), b.clone()
    p, rr = r, r @ r
    for step in range(max_steps):
        if rr.sqrt() <= tol * b.norm():
            break
        Ap = matvec(p)
        bend = p @ Ap
        if bend <= 0:
            return b.clone() if step == 0 else x
        a = rr / bend
        x, r = x + a * p, r - a * Ap
        rr, before = r @ r, rr
        p = r + rr / before * p
    return x


def newton_cg(f, x0, steps):
    x, path = x0, [x0]
    while len(path) < steps + 1:
        g, here = grad_and_value(f)(x)
        if g.norm() == 0:
            path.append(x)
            continue
        _, pull = vjp(grad(f), x)
        p = cg(lambda v: pull(v)[0], -g, x.numel(), 1e-2)
        for halving in range(60):
            there = x + p * 0.5**halving
            if f(there) <= here + 1e-4 * 0.5**halving * torch.dot(g, p):
                x = there
                break
        path.append(x)
    return torch.stack(path)
