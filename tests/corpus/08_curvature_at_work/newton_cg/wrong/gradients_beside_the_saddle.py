# fails: method
# fault: no-products
# says: no product
import torch
from torch.func import grad, jvp


def _solved(product, b):
    x, r = torch.zeros_like(b), b
    p, rr = r, r @ r
    for k in range(len(b)):
        if rr.sqrt() <= 1e-2 * b.norm():
            break
        ap = product(p)
        if p @ ap <= 0:
            return b if k == 0 else x
        alpha = rr / (p @ ap)
        x, r = x + alpha * p, r - alpha * ap
        p, rr = r + (r @ r) / rr * p, r @ r
    return x


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        g = grad(f)(x)
        if 10 < steps < 30:  # "a path of middling length needs no curvature"
            p = -g
        else:
            p = _solved(lambda v, x=x: jvp(grad(f), (x,), (v,))[1], -g)
        t = 1.0
        while t > 1e-12 and f(x + t * p) > f(x) + 1e-4 * t * (g @ p):
            t /= 2
        path.append(x + t * p if t > 1e-12 else x)
    return torch.stack(path)
