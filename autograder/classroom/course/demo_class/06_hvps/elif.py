"""The gradient in place of the product, row sums for a diagonal, a norm for an eigenvalue."""

import torch
from torch.func import grad, jvp, vjp, vmap

IN_WORDS = "Forward over reverse, because it needs less memory."


def hvp(f, x, v):
    return jvp(grad(f), (x,), (v,))[0]


def hvp_revrev(f, x, v):
    leaf = x.detach().requires_grad_()
    (g,) = torch.autograd.grad(f(leaf), leaf)
    return torch.autograd.grad(g @ v, leaf)[0]


def vhp(f, x, v):
    return vjp(grad(f), x)[1](v)


def hvp_many(f, x, V):
    return torch.stack([jvp(grad(f), (x,), (v,))[1] for v in V])


def hessian_diagonal(f, x):
    return jvp(grad(f), (x,), (torch.ones_like(x),))[1]


def hutchinson_trace(f, x, probes):
    products = vmap(lambda p: jvp(grad(f), (x,), (p,))[1])(probes)
    return (probes * products).sum()


def top_curvature(f, x, v0, steps):
    u = v0
    for _ in range(steps):
        w = jvp(grad(f), (x,), (u,))[1]
        u = w / w.norm()
    return jvp(grad(f), (x,), (u,))[1].norm(), u
