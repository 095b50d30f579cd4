# fails: cost
# fault: matrix-built
# says: h was built
import torch
from torch.func import grad, jvp


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        leaf = x.clone().requires_grad_()
        (g,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
        rows = [torch.autograd.grad(entry, leaf, retain_graph=True)[0] for entry in g]
        values, vectors = torch.linalg.eigh(torch.stack(rows))
        slopes = g.detach()
        p = -vectors @ ((vectors.T @ slopes) / values.abs().clamp_min(1e-6))
        t = 1.0
        while t > 1e-12 and f(x + t * p) > f(x) + 1e-4 * t * (slopes @ p):
            t = t / 2
        path.append(x + t * p if t > 1e-12 else x)
    return torch.stack(path)
