# fails: value
# fault: dtype-hard-coded
# says: float32
import torch
from torch.func import grad, jvp


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        g = grad(f)(x)
        b = -g
        p, r, d = torch.zeros_like(b), b, b
        for k in range(x.shape[0]):
            if r.norm() <= 1e-2 * b.norm():
                break
            q = jvp(grad(f), (x,), (d,))[1]
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
    return torch.tensor([[float(v) for v in row] for row in path])
