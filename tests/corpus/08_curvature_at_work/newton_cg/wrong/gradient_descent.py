# fails: value
# fault: steps-of-gradients
# says: no product
import torch
from torch.func import grad


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        g, t = grad(f)(x), 1.0
        while t > 1e-12 and f(x - t * g) > f(x) - 1e-4 * t * (g @ g):
            t /= 2
        path.append(x - t * g if t > 1e-12 else x)
    return torch.stack(path)
