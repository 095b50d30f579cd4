"""The lesson's own ways: what its exercises teach, and what peaks are held against. No student's wheel has them.

Offers: `TAUGHT`, exercise → its ways, the lesson's first.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.func import grad, jvp, vjp, vmap

from autograder.questions.curvature_at_work.ggn_vp import pushed_and_pulled
from autograder.questions.draw import Function

Recorded = tuple[Tensor, Callable[[Tensor], Tensor]]


def pulled_alone(net: Function, loss: Function, x: Tensor, v: Tensor) -> Tensor:
    """Jᵀ H_L J v by reverse mode alone. Shapes: x, v (N,) → (N,)."""
    z, pull, *_ = vjp(net, x)
    moved = vjp(lambda c: pull(c)[0], torch.zeros_like(z))[1](v)[0]
    bent = vjp(grad(loss), z)[1](moved)[0]
    pulled: Tensor = pull(bent)[0]
    return pulled


def in_steps(matvec: Function, b: Tensor, max_steps: int, tol: float) -> Tensor:
    """Conjugate gradients (Hestenes and Stiefel 1952), from 0. Shapes: b (N,) → (N,)."""
    x, r = torch.zeros_like(b), b
    p, rr, limit = r, r @ r, tol * b.norm()
    for step in range(max_steps):
        if rr.sqrt() <= limit:
            break
        product = matvec(p)
        bend = p @ product
        if bend <= 0:
            return x if step else b.clone()
        x, r = x + rr / bend * p, r - rr / bend * product
        p, rr = r + r @ r / rr * p, r @ r
    return x


def recorded(f: Function, x: Tensor) -> Recorded:
    """The gradient at x, and a function that multiplies with H there through its record. Shapes: x (N,)."""
    leaf = x.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(f(leaf), leaf, create_graph=True)

    def times_h(v: Tensor) -> Tensor:
        if not slopes.requires_grad:  # a linear f
            return torch.zeros_like(v)
        return torch.autograd.grad(slopes, leaf, v, retain_graph=True)[0]

    return slopes.detach(), times_h


def downhill(f: Function, x0: Tensor, steps: int) -> Tensor:
    """Newton's steps by conjugate gradients, halved until f falls. Shapes: x0 (N,) → (steps + 1, N)."""
    path = [x0]
    for _ in range(steps):
        slopes, times_h = recorded(f, path[-1])
        step = in_steps(times_h, -slopes, len(x0), 1e-2)
        path.append(_far_enough(f, path[-1], step, slopes @ step))
    return torch.stack(path)


def _far_enough(f: Function, x: Tensor, step: Tensor, slope: Tensor) -> Tensor:
    here, length = f(x), 1.0
    for _ in range(40):
        if f(x + length * step) <= here + 1e-4 * length * slope:
            return x + length * step
        length /= 2
    return x


def by_lanczos(matvec: Function, probes: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Nodes and weights of Gauss quadrature, by Lanczos' method. Shapes: probes (K, N) → (K, k), (K, k)."""
    basis = [probes / probes.norm(dim=1, keepdim=True)]
    diagonal, beside = [], []
    for _ in range(k):
        rest = vmap(matvec)(basis[-1])
        diagonal.append((rest * basis[-1]).sum(1))
        for _ in range(2):
            for q in basis:
                rest = rest - (q * rest).sum(1, keepdim=True) * q
        length = rest.norm(dim=1)
        beside.append(length)
        basis.append(rest / length.clamp_min(torch.finfo(rest.dtype).tiny)[:, None])
    edge = torch.stack(beside, 1)[:, :-1]
    small = torch.diag_embed(torch.stack(diagonal, 1))
    if k > 1:
        small = small + torch.diag_embed(edge, 1) + torch.diag_embed(edge, -1)
    nodes, vectors = torch.linalg.eigh(small)
    return nodes, vectors[:, 0].square()


def by_one_solve(losses: Function, test_loss: Function, theta: Tensor, damping: float) -> Tensor:
    """Influence of each sample, by one solve and one tangent. Shapes: theta (P,) → (B,)."""
    _, times_h = recorded(lambda at: losses(at).sum(), theta)
    tight = 1e-10 if theta.dtype is torch.float64 else 1e-6
    solved = in_steps(lambda v: times_h(v) + damping * v, grad(test_loss)(theta), 2 * len(theta), tight)
    slopes: Tensor = jvp(losses, (theta,), (solved,))[1]
    return -slopes


TAUGHT = {
    "ggn_vp": (pushed_and_pulled, pulled_alone),
    "conjugate_gradient": (in_steps,),
    "newton_cg": (downhill,),
    "spectral_density": (by_lanczos,),
    "influence": (by_one_solve,),
}
