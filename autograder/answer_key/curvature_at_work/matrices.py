"""Expected results by torch's own functions, from matrices that are built: no way of the lesson's.

Offers: `gauss_newton`, `iterate` (of conjugate gradients, in Krylov's space), `newton_path`, `quadrature`,
`influences`; `jacobian` and `bends` (H_L) of a call, `at_step` (the iterate after another number of steps).
"""

import torch
from torch import Tensor
from torch.func import grad, jacfwd

from autograder.answer_key.key import Expected
from autograder.questions.curvature_at_work.matrices import all_of
from autograder.questions.draw import Function


def _second_order(f: Function, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return f(x), its gradient (N,) and its Hessian (N, N), by autograd alone."""
    leaf = x.detach().clone().requires_grad_()
    height = f(leaf)
    (slopes,) = torch.autograd.grad(height, leaf, create_graph=True)
    if not slopes.requires_grad:  # a linear f
        return height.detach(), slopes, slopes.new_zeros(len(x), len(x))
    (rows,) = torch.autograd.grad(slopes, leaf, torch.eye(len(x), dtype=x.dtype), is_grads_batched=True)
    return height.detach(), slopes.detach(), rows


def _hessian(f: Function, x: Tensor) -> Tensor:
    return _second_order(f, x)[2]


def _rows(f: Function, x: Tensor) -> Tensor:
    """J of f at x, (M, N), by autograd alone."""
    leaf = x.detach().clone().requires_grad_()
    y = f(leaf)
    (rows,) = torch.autograd.grad(y, leaf, torch.eye(len(y), dtype=y.dtype), is_grads_batched=True)
    return rows


def jacobian(e: Expected) -> Tensor:
    """J of a call's net at its x, (M, N)."""
    columns: Tensor = jacfwd(e.args[0])(e.args[2])
    return columns


def bends(e: Expected) -> Tensor:
    """H_L of a call's loss at net(x), (M, M)."""
    return _hessian(e.args[1], e.args[0](e.args[2]))


def gauss_newton(net: Function, loss: Function, x: Tensor, v: Tensor) -> Tensor:
    """Jᵀ H_L J v. Shapes: x, v (N,) → (N,)."""
    rows = _rows(net, x)
    return rows.T @ (_hessian(loss, net(x)) @ (rows @ v))


def iterate(matvec: Function, b: Tensor, max_steps: int, tol: float) -> Tensor:
    """Conjugate gradients' iterate: lowest in Krylov's space, while A bends up there. Shapes: b (N,) → (N,)."""
    return _in_krylov(all_of(matvec, b).double(), b.double(), max_steps, tol).to(b.dtype)


def _in_krylov(matrix: Tensor, b: Tensor, max_steps: int, tol: float) -> Tensor:
    x = torch.zeros_like(b)
    if not b.any() or tol >= 1:  # the residual at 0 is b
        return x
    basis = (b / b.norm())[:, None]
    for step in range(min(max_steps, len(b))):
        small = basis.T @ matrix @ basis
        factor, bent_down = torch.linalg.cholesky_ex((small + small.T) / 2)
        if bent_down:
            return x if step else b
        x = basis @ torch.cholesky_solve(basis.T @ b[:, None], factor)[:, 0]
        if (b - matrix @ x).norm() <= max(tol, 1e-13) * b.norm():
            break
        rest = _beyond(basis, matrix @ basis[:, -1])
        basis = torch.column_stack([basis, rest / rest.norm()])
    return x


def _beyond(basis: Tensor, v: Tensor) -> Tensor:
    """Return what of v does not lie in an orthonormal basis; taken off twice, for the sake of rounding."""
    for _ in range(2):
        v = v - basis @ (basis.T @ v)
    return v


def at_step(e: Expected, steps: int) -> Tensor:
    """What a call of conjugate gradients would give after that many steps, whatever its tolerance."""
    matvec, b = e.args[:2]
    return iterate(matvec, b, steps, 0.0)


def newton_path(f: Function, x0: Tensor, steps: int) -> Tensor:
    """Newton's steps with all of H, whose curvatures are made positive; the last point is repeated once none helps.

    Shapes: x0 (N,) → (steps + 1, N).
    """
    path = [x0]
    while len(path) <= steps:
        path.append(_lower(f, path[-1]))
        if path[-1].equal(path[-2]):
            path += path[-1:] * (steps + 1 - len(path))
    return torch.stack(path)


def _lower(f: Function, here: Tensor) -> Tensor:
    """Take Newton's step, halved until f falls; stay where it does not."""
    height, slopes, rows = _second_order(f, here)
    values, vectors = torch.linalg.eigh(rows)
    step = -vectors @ ((vectors.T @ slopes) / values.abs().clamp_min(1e-6 * float(values.abs().max())))
    for halved in range(40):
        there: Tensor = here + step / 2.0**halved
        if f(there) <= height + 1e-4 * slopes @ (there - here):
            return there
    return here


def quadrature(matvec: Function, probes: Tensor, k: int) -> tuple[Tensor, Tensor]:
    """Gauss quadrature of each probe's density, from an orthonormal basis of its Krylov space; in float64 inside.

    Where that space ends early, nothing lies beyond it. Shapes: probes (K, N) → (K, k), (K, k).
    """
    matrix = all_of(matvec, probes[0]).double()
    found = [_quadrature(matrix, probe.double(), k) for probe in probes]
    nodes, weights = (torch.stack(part).to(probes.dtype) for part in zip(*found, strict=True))
    return nodes, weights


def _quadrature(matrix: Tensor, probe: Tensor, k: int) -> tuple[Tensor, Tensor]:
    basis = (probe / probe.norm())[:, None]
    while basis.shape[1] < k:
        rest = _beyond(basis, matrix @ basis[:, -1])
        if rest.norm() <= 1e-12 * matrix.norm():
            break
        basis = torch.column_stack([basis, rest / rest.norm()])
    small = basis.T @ matrix @ basis
    values, vectors = torch.linalg.eigh((small + small.T) / 2)
    none = k - len(values)
    return (
        torch.cat([values, values[-1:].expand(none)]),
        torch.cat([vectors[0].square(), values.new_zeros(none)]),
    )


def influences(losses: Function, test_loss: Function, theta: Tensor, damping: float) -> Tensor:
    """−∇testᵀ (H + damping · I)⁻¹ ∇loss_b for each sample b. Shapes: theta (P,) → (B,)."""
    matrix = _hessian(lambda at: losses(at).sum(), theta)
    damped = matrix + damping * torch.eye(len(theta), dtype=theta.dtype)
    solved: Tensor = torch.linalg.solve(damped, grad(test_loss)(theta))
    return -_rows(losses, theta) @ solved
