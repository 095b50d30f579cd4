# fails: value
# fault: stands-still-too-early
# says: stands still
import torch
from torch.func import grad, jvp


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        g = grad(f)(x)
        p, r = torch.zeros_like(g), g.clone()
        d, rr = r, r @ r
        for k in range(len(x)):
            if rr.sqrt() <= 1e-2 * g.norm():
                break
            q = jvp(grad(f), (x,), (d,))[1]
            c = d @ q
            if c <= 0:
                p = p if k else g
                break
            p, r = p + rr / c * d, r - rr / c * q
            d, rr = r + (r @ r) / rr * d, r @ r
        t = 1.0
        while t > 1e-12 and f(x + t * p) > f(x) + 1e-4 * t * (g @ p):
            t /= 2
        path.append(x + t * p if t > 1e-12 else x)
    return torch.stack(path)
