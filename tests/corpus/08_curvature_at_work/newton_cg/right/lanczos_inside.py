# style: the inner system solved in a Krylov basis that Lanczos builds, its small matrix decomposed
import torch
from torch.func import grad, jvp


def krylov(A, b, most):
    size = b.norm()
    Q, images = [b / size], []
    for j in range(most):
        images.append(A(Q[-1]))
        small = torch.stack(Q) @ torch.stack(images).T
        small = (small + small.T) / 2
        values, vectors = torch.linalg.eigh(small)
        if values[0] <= 1e-12 * values[-1].abs():
            return b if j == 0 else x
        x = torch.stack(Q).T @ (vectors @ (vectors[0] / values)) * size
        coefficients = vectors @ (vectors[0] / values) * size
        rest = b - torch.stack(images).T @ coefficients
        if rest.norm() <= 1e-2 * size:
            break
        w = images[-1]
        for _ in range(2):
            for q in Q:
                w = w - (q @ w) * q
        if w.norm() <= 1e-12 * size:
            break
        Q.append(w / w.norm())
    return x


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        g = grad(f)(x)
        if g.norm() == 0:
            path.append(x)
            continue
        p = krylov(lambda v: jvp(grad(f), (x,), (v,))[1], -g, len(x))
        t = 1.0
        while t > 1e-12 and f(x + t * p) > f(x) + 1e-4 * t * (g @ p):
            t /= 2
        path.append(x + t * p if t > 1e-12 else x)
    return torch.stack(path)
