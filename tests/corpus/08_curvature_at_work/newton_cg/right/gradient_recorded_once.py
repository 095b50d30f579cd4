# style: one record a step serves every product
import torch


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
    path = x0.new_empty(steps + 1, len(x0))
    path[0] = x0
    for row in range(steps):
        leaf = path[row].clone().requires_grad_()
        here = f(leaf)
        (g,) = torch.autograd.grad(here, leaf, create_graph=True)
        slopes = g.detach()

        def product(v, g=g, leaf=leaf):
            return torch.autograd.grad(g, leaf, v, retain_graph=True)[0]

        p = cg(product, -slopes, len(x0), 1e-2)
        x, t = leaf.detach(), 1.0
        for _ in range(50):
            if f(x + t * p) <= here.detach() + 1e-4 * t * (slopes @ p):
                x = x + t * p
                break
            t *= 0.5
        path[row + 1] = x
    return path
