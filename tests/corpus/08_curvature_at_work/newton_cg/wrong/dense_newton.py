# fails: method cost
# fault: matrix-built
# says: h was built
import torch
from torch.func import grad, hessian


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        g = grad(f)(x)
        values, vectors = torch.linalg.eigh(hessian(f)(x))
        p = -vectors @ ((vectors.T @ g) / values.abs().clamp_min(1e-6))
        t = 1.0
        while t > 1e-12 and f(x + t * p) > f(x) + 1e-4 * t * (g @ p):
            t = t / 2
        path.append(x + t * p if t > 1e-12 else x)
    return torch.stack(path)
