# fails: value
# fault: stands-still-too-early
# says: stands still
from torch.func import grad, jvp
import torch
def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(min(steps, 10)):
        x = path[-1]; g = grad(f)(x)
        d = torch.zeros_like(g); r = -g; p = r
        for k in range(len(g)):
            if r.norm() <= 1e-2 * g.norm(): break
            hp = jvp(grad(f), (x,), (p,))[1]; c = p @ hp
            if c <= 0:
                d = d if k else -g
                break
            a = (r @ r) / c
            d = d + a * p; nr = r - a * hp
            p = nr + (nr @ nr) / (r @ r) * p; r = nr
        fx, t = f(x), 1.0
        for _ in range(40):
            if f(x + t * d) <= fx + 1e-4 * t * (g @ d):
                x = x + t * d
                break
            t /= 2
        path.append(x)
    path += [path[-1]] * (steps + 1 - len(path))
    return torch.stack(path)
