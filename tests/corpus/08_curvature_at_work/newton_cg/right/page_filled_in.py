# style: a path that is filled in, halvings from a generator
import torch
from torch.func import grad, jvp


def newton_cg(f, x0, steps):
    path = x0.new_empty(steps + 1, len(x0))
    path[0] = x0
    df = grad(f)
    for k in range(steps):
        x = path[k].clone()
        g = df(x)
        path[k + 1] = x
        if not (g.abs() > 0).any():
            continue
        d = torch.zeros_like(x)
        r = -g
        p = r
        for i in range(x.numel()):
            if r.norm() <= 0.01 * g.norm():
                break
            Hp = jvp(df, (x,), (p,))[1]
            k2 = (p * Hp).sum()
            if k2 <= 0:
                if i == 0:
                    d = -g
                break
            a = (r * r).sum() / k2
            d = d + a * p
            n = r - a * Hp
            p = n + (n * n).sum() / (r * r).sum() * p
            r = n
        base = f(x)
        s = (g * d).sum()
        for t in (0.5**i for i in range(30)):
            if f(x + t * d) <= base + 1e-4 * t * s:
                path[k + 1] = x + t * d
                break
    return path
