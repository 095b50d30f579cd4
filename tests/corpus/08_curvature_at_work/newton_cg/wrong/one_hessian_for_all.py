# fails: value
# fault: solved-too-loosely
# says: too slowly
import torch
from torch.func import grad, vjp


def newton_cg(f, x0, steps):
    g0, pull = vjp(grad(f), x0)
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        g = grad(f)(x)
        b = -g
        p, r, d = torch.zeros_like(b), b, b
        for k in range(x.shape[0]):
            if r.norm() <= 1e-2 * b.norm():
                break
            (q,) = pull(d)
            if d @ q <= 0:
                p = b if k == 0 else p
                break
            a = r @ r / (d @ q)
            p, rest = p + a * d, r - a * q
            r, d = rest, rest + (rest @ rest) / (r @ r) * d
        t = 1.0
        while t > 1e-12 and f(x + t * p) > f(x) + 1e-4 * t * (g @ p):
            t /= 2
        path.append(x + t * p if t > 1e-12 else x)
    return torch.stack(path)
