# fails: cost
# fault: too-many-products
# says: products
import torch
from torch.func import grad, jvp


def newton_cg(f, x0, steps):
    slope, path = grad(f), [x0]
    for _ in range(steps):
        x = path[-1]
        g = slope(x)
        s, r = torch.zeros_like(g), -g
        p = r
        for k in range(4 * len(x)):
            if r.norm() <= 1e-14 * g.norm():
                break
            Hp = jvp(slope, (x,), (p,))[1]
            bend = p @ Hp
            if bend <= 0:
                s = -g if k == 0 else s
                break
            a = r @ r / bend
            s, new = s + a * p, r - a * Hp
            p, r = new + new @ new / (r @ r) * p, new
        t = 1.0
        while t > 1e-14 and not f(x + t * s) <= f(x) + 1e-4 * t * (g @ s):
            t /= 2
        path.append(x + t * s if t > 1e-14 else x)
    return torch.stack(path)
