"""Right throughout, in the plainest way."""

import torch
from torch.func import grad, jvp, vjp, vmap

IN_WORDS = (
    "10 PB against 200 MB. Power iteration from a random vector, some thirty products of a few gradients each, until λ"
    " and the residual settle; λ = uᵀHu keeps its sign. I would measure both routes at a small size, and choose."
)


def hvp(f, x, v):
    return jvp(grad(f), (x,), (v,))[1]


def hvp_revrev(f, x, v):
    return grad(lambda y: grad(f)(y) @ v)(x)


def vhp(f, x, v):
    return vjp(grad(f), x)[1](v)[0]


def hvp_many(f, x, V):
    return vmap(lambda v: jvp(grad(f), (x,), (v,))[1])(V)


def hessian_diagonal(f, x):
    entries = []
    for j in range(len(x)):
        unit = torch.zeros_like(x)
        unit[j] = 1
        entries.append(jvp(grad(f), (x,), (unit,))[1][j].clone())
    return torch.stack(entries)


def hutchinson_trace(f, x, probes):
    products = vmap(lambda p: jvp(grad(f), (x,), (p,))[1])(probes)
    return (probes * products).sum(1).mean()


def top_curvature(f, x, v0, steps):
    u = v0
    for _ in range(steps):
        w = jvp(grad(f), (x,), (u,))[1]
        u = w / w.norm()
    return u @ jvp(grad(f), (x,), (u,))[1], u
