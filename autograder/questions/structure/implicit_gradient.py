"""implicit_gradient: what is asked."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import torch
from torch import Tensor
from torch.func import grad, jacrev

from autograder.questions.device import ON_META
from autograder.questions.draw import Changing, Draw, refill
from autograder.questions.question import Budget, Call, Question, Rules
from autograder.questions.structure.equations import (
    Equation,
    Residual,
    contracting_to,
    contraction,
    curved,
    of_z_alone,
    root,
)

NAME = "implicit_gradient"
F32, F64 = torch.float32, torch.float64

Loss = Callable[[Tensor], Tensor]


def _calls(seed: int) -> tuple[Call, ...]:
    """Few and many unknowns, few and many parameters; where K is far above N the peak is weighed."""
    sizes = Draw.seeded(seed, NAME, "sizes")
    return (
        _call(seed, "more parameters than unknowns", contraction, 5, 7, counted=True),
        _call(seed, "more parameters than unknowns", contraction, 3, 11, F32, counted=True),
        _call(seed, "more unknowns than parameters", root, 7, 3, counted=True),
        _call(seed, "as many unknowns as parameters", contraction, 4, 4),
        _call(seed, "one unknown", root, 1, 5),
        _call(seed, "one parameter", contraction, 5, 1, counted=True),
        _call(seed, "one of each", root, 1, 1),
        _call(seed, "F without theta", of_z_alone, 5, 3),
        _call(seed, "unknowns by the dozen", root, 66, 5, F32),
        replace(_call(seed, "many parameters", contraction, 29, sizes.size(500, 520), counted=True), weighed=True),
        replace(_call(seed, "many parameters", contraction, 37, sizes.size(590, 620), counted=True), weighed=True),
        _with_strides(_call(seed, "z and theta with strides", root, 3, 5)),
        *_in_a_row(seed),
    )


def _call(
    seed: int,
    what: str,
    make: Callable[[Draw, int, int], Equation],
    n: int,
    k: int,
    dtype: torch.dtype = F64,
    counted: bool = False,
) -> Call:
    draw = Draw.seeded(seed, NAME, what, n, k).to(dtype)
    F, z, theta = make(draw, n, k)
    return replace(_asked(what, F, curved(draw, n), z, theta), counted=counted)


def _asked(what: str, F: Residual, loss: Loss, z: Tensor, theta: Tensor) -> Call:
    n, k = len(z), len(theta)
    label = f"{what}: N = {n}, K = {k}, {str(z.dtype).removeprefix('torch.')}"
    return Call(label, (F, loss, z, theta), {"N": n, "K": k}, n, weighed=False)


def _with_strides(call: Call) -> Call:
    F, loss, z, theta = call.args
    strided = (torch.stack((part, -part), dim=-1)[..., 0] for part in (z, theta))
    return replace(call, args=(F, loss, *strided))


def _in_a_row(seed: int) -> Iterator[Call]:
    """Yield calls that share what they can: whatever an answer keeps between its calls shows here."""
    draw = Draw.seeded(seed, NAME, "again")
    (F, z, theta), (inner, at, by) = contraction(draw, 5, 3), contraction(draw, 5, 3)
    G, loss, other = Changing(inner), curved(draw, 5), curved(draw, 5)
    weights = contracting_to(draw, at, by)
    yield _asked("first of some in a row", F, loss, z, theta)
    yield _asked("another loss", F, other, z, theta)

    def moved() -> None:
        refill(z, at)
        refill(theta, by)

    last = _asked("another F, new numbers in z and theta", G, other, z, theta)
    yield replace(last, before=moved)
    yield replace(last, label="the same F, z and theta, other weights in F", before=lambda: G.become(weights))


def _on_meta(seed: int) -> Call:
    return _call(seed, ON_META, root, 5, 3)


def sensitivities_first(F: Residual, loss: Loss, z: Tensor, theta: Tensor) -> Tensor:
    """The naive way: all of ∂z/∂theta, (N, K), for one gradient. Shapes: z (N,), theta (K,) → (K,)."""
    moved = -torch.linalg.solve(jacrev(F)(z, theta), jacrev(F, argnums=1)(z, theta))
    gradient: Tensor = moved.T @ grad(loss)(z)
    return gradient


QUESTION = Question(
    name=NAME,
    title="the gradient through the solution of an equation",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2},
    rules=Rules(shows=("fr",), says="the implicit function theorem, by passes back through F"),
    budget=Budget(
        forwards=lambda s: s["N"] + 1,
        sweep_vectors=lambda s: s["N"] + 1,
        peak=True,
        says="at most N vectors by z and one back by theta, and nothing of N × K numbers",
    ),
    naive=sensitivities_first,
    elsewhere=_on_meta,
    hints=(
        "What does F(z(theta), theta) = 0 say of ∂z/∂theta, if you differentiate it by theta, and which matrix must be"
        " inverted for it? It stays 0 as theta moves.",
        "From which end do you multiply gᵀ, (∂F/∂z)⁻¹ and ∂F/∂theta, so that nothing of N × K is made? They are (N,),"
        " (N, N) and (N, K), with g = ∇loss(z).",
        "Which vector u solves (∂F/∂z)ᵀ u = g, and what is −uᵀ ∂F/∂theta by one vjp? It is that of `lambda t: F(z, t)`"
        " with the cotangent u. Mind the minus, and the transpose.",
    ),
)
