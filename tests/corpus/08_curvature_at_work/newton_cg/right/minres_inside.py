# style: conjugate residuals inside, one product a step; falls back on the gradient where H bends down
import torch
from torch.func import grad, vjp


def solve(Hv, b, most):
    x = torch.zeros_like(b)
    r = b
    Hr = Hv(r)
    if r @ Hr <= 0:
        return b
    p, Hp = r, Hr
    for k in range(most - 1):
        a = (r @ Hr) / (Hp @ Hp)
        x, new = x + a * p, r - a * Hp
        if new.norm() <= 1e-2 * b.norm():
            return x
        Hnew = Hv(new)
        if new @ Hnew <= 0:
            return x
        beta = (new @ Hnew) / (r @ Hr)
        r, Hr = new, Hnew
        p, Hp = r + beta * p, Hr + beta * Hp
    a = (r @ Hr) / (Hp @ Hp)
    return x + a * p


def newton_cg(f, x0, steps):
    xs = [x0.clone()]
    df = grad(f)
    for _ in range(steps):
        x = xs[-1]
        g, pull = vjp(df, x)
        if not g.any():
            xs.append(x)
            continue
        p = solve(lambda v: pull(v)[0], -g, x.numel())
        if g @ p > 0:
            p = -g
        t, here = 1.0, f(x)
        for _ in range(50):
            if f(x + t * p) <= here + 1e-4 * t * (g @ p):
                break
            t /= 2
        else:
            t = 0.0
        xs.append(x + t * p)
    return torch.stack(xs)
