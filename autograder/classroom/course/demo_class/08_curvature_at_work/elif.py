"""The whole Hessian for Gauss–Newton's, steepest descent, full steps, ghosts, and a solve that is missing."""

import torch
from torch.func import grad, jvp, vmap

IN_WORDS = "Newton converges faster, so the step must be wrong."


def ggn_vp(net, loss, x, v):
    return jvp(grad(lambda t: loss(net(t))), (x,), (v,))[1]


def conjugate_gradient(matvec, b, max_steps, tol):
    x, r = torch.zeros_like(b), b
    for step in range(max_steps):
        if r.norm() <= tol * b.norm():
            break
        Ar = matvec(r)
        if r @ Ar <= 0:
            return x if step else b.clone()
        a = r @ r / (r @ Ar)
        x, r = x + a * r, r - a * Ar
    return x


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        p = conjugate_gradient(lambda v, x=x: jvp(grad(f), (x,), (v,))[1], -grad(f)(x), len(x), 1e-2)
        path.append(x + p)
    return torch.stack(path)


def spectral_density(matvec, probes, k):
    q = probes / probes.norm(dim=1, keepdim=True)
    before, length = torch.zeros_like(q), torch.zeros_like(q[:, :1])
    diagonal, beside = [], []
    for _ in range(k):
        w = vmap(matvec)(q) - length * before
        diagonal.append((w * q).sum(1))
        w = w - diagonal[-1][:, None] * q
        length = w.norm(dim=1, keepdim=True)
        beside.append(length[:, 0])
        before, q = q, w / length.clamp_min(1e-30)
    T = torch.diag_embed(torch.stack(diagonal, 1))
    if k > 1:
        edge = torch.stack(beside[:-1], 1)
        T = T + torch.diag_embed(edge, 1) + torch.diag_embed(edge, -1)
    nodes, vectors = torch.linalg.eigh(T)
    return nodes, vectors[:, 0] ** 2


def influence(losses, test_loss, theta, damping):
    return -jvp(losses, (theta,), (grad(test_loss)(theta),))[1]
