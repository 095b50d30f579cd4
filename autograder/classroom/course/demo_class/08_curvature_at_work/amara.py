"""Right throughout, in the plainest way."""

import torch
from torch.func import grad, jvp, vjp, vmap

IN_WORDS = (
    "H bends down somewhere, so pᵀHp < 0 and the step leads to a saddle; each product sees another batch, so no system"
    " is solved; 32 recordings are noise. Gauss–Newton with damping, one large batch a step, a push and a pull a"
    " product; some fifteen gradients a step. With small batches and dropout she keeps Adam."
)


def ggn_vp(net, loss, x, v):
    z, Jv = jvp(net, (x,), (v,))
    bent = jvp(grad(loss), (z,), (Jv,))[1]
    return vjp(net, x)[1](bent)[0]


def conjugate_gradient(matvec, b, max_steps, tol):
    x, r, p = torch.zeros_like(b), b, b
    for step in range(max_steps):
        if r.norm() <= tol * b.norm():
            break
        Ap = matvec(p)
        if p @ Ap <= 0:
            return x if step else b.clone()
        a = r @ r / (p @ Ap)
        x, rest = x + a * p, r - a * Ap
        p, r = rest + rest @ rest / (r @ r) * p, rest
    return x


def newton_cg(f, x0, steps):
    path = [x0]
    for _ in range(steps):
        x = path[-1]
        g, here, t = grad(f)(x), f(x), 1.0
        p = conjugate_gradient(lambda v, x=x: jvp(grad(f), (x,), (v,))[1], -g, len(x), 1e-2)
        while t > 1e-12 and f(x + t * p) > here + 1e-4 * t * (g @ p):
            t = t / 2
        path.append(x + t * p if t > 1e-12 else x)
    return torch.stack(path)


def spectral_density(matvec, probes, k):
    basis, diagonal, beside = [probes / probes.norm(dim=1, keepdim=True)], [], []
    for _ in range(k):
        w = vmap(matvec)(basis[-1])
        diagonal.append((w * basis[-1]).sum(1))
        for q in basis + basis:
            w = w - (q * w).sum(1, keepdim=True) * q
        beside.append(w.norm(dim=1))
        basis.append(w / beside[-1].clamp_min(1e-30)[:, None])
    T = torch.diag_embed(torch.stack(diagonal, 1))
    if k > 1:
        edge = torch.stack(beside[:-1], 1)
        T = T + torch.diag_embed(edge, 1) + torch.diag_embed(edge, -1)
    nodes, vectors = torch.linalg.eigh(T)
    return nodes, vectors[:, 0] ** 2


def influence(losses, test_loss, theta, damping):
    total = grad(lambda t: losses(t).sum())
    tol = 1e-10 if theta.dtype is torch.float64 else 1e-6
    s = conjugate_gradient(
        lambda v: jvp(total, (theta,), (v,))[1] + damping * v, grad(test_loss)(theta), 2 * len(theta), tol
    )
    return -jvp(losses, (theta,), (s,))[1]
