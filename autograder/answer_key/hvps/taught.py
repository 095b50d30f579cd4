"""The lesson's own ways: what its exercises teach, and what peaks are held against. No student's wheel has them.

Offers: `TAUGHT`, exercise → its ways, the lesson's first.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor
from torch.func import grad, vjp, vmap

from autograder.questions.draw import Function
from autograder.questions.hvps.products import product


def by_double_backward(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """H v by a backward pass through a recorded one. Shapes: x, v (N,) → (N,)."""
    leaf = x.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)
    if not slopes.requires_grad:  # a linear f
        return torch.zeros_like(x)
    (pulled,) = torch.autograd.grad(slopes, leaf, v)
    return pulled


def pulled_through_gradient(f: Function, x: Tensor, v: Tensor) -> Tensor:
    """vᵀ H by a vjp of the gradient. Shapes: x, v (N,) → (N,)."""
    (row,) = vjp(grad(f), x)[1](v)
    pulled: Tensor = row
    return pulled


def products_at_once(f: Function, x: Tensor, vectors: Tensor) -> Tensor:
    """K products in one pass. Shapes: x (N,), vectors (K, N) → (K, N)."""
    pushed: Tensor = vmap(lambda v: product(f, x, v))(vectors)
    return pushed


def diagonal_in_blocks(f: Function, x: Tensor, block: int = 8) -> Tensor:
    """diag H, a block of unit vectors at a time. Shapes: x (N,) → (N,)."""
    n = len(x)
    entries = []
    for start in range(0, n, block):
        places = torch.arange(start, min(start + block, n), device=x.device)
        units = torch.zeros(len(places), n, dtype=x.dtype, device=x.device).scatter_(1, places[:, None], 1.0)
        entries.append(products_at_once(f, x, units).gather(1, places[:, None])[:, 0])
    return torch.cat(entries)


def estimate(f: Function, x: Tensor, probes: Tensor) -> Tensor:
    """Hutchinson's estimate of the trace (1989): the mean of pᵀ H p. Shapes: x (N,), probes (K, N) → ()."""
    pushed: Tensor = vmap(lambda p: product(f, x, p))(probes)
    met: Tensor = (probes * pushed).sum(1)
    averaged: Tensor = met.mean()
    return averaged


def power_iteration(f: Function, x: Tensor, v0: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    """Rayleigh quotient and unit vector after some products. Shapes: x, v0 (N,) → (), (N,)."""
    return _iterate(partial(product, f, x), v0, steps)


def _iterate(times_h: Callable[[Tensor], Tensor], v0: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    u = v0 / v0.norm()
    for _ in range(steps):
        u = times_h(u)
        u = u / u.norm()
    return u @ times_h(u), u


TAUGHT = {
    "hvp": (product,),
    "hvp_revrev": (by_double_backward,),
    "vhp": (pulled_through_gradient,),
    "hvp_many": (products_at_once,),
    "hessian_diagonal": (diagonal_in_blocks,),
    "hutchinson_trace": (estimate,),
    "top_curvature": (power_iteration,),
}
