"""influence: what is asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.func import grad, hessian, jacrev

from autograder.questions.curvature_at_work.asked import asked, in_a_row, stream, strided
from autograder.questions.curvature_at_work.functions import neighbours, rows, tested
from autograder.questions.device import ON_META
from autograder.questions.draw import Draw, Function
from autograder.questions.question import Budget, Call, Question, Rules

NAME = "influence"


def _args(draw: Draw, p: int, b: int, silent: int | None = None, damping: float = 0.8) -> tuple[Any, ...]:
    return rows(draw, p, b, silent), tested(draw, p), draw.normal(p), damping


def _calls(seed: int) -> tuple[Call, ...]:
    """More samples than weights, and fewer."""

    def one(
        what: str,
        p: int,
        b: int,
        dtype: torch.dtype = torch.float64,
        silent: int | None = None,
        damping: float = 0.8,
        counted: bool = True,
    ) -> Call:
        args = _args(stream(seed, NAME, what, dtype), p, b, silent, damping)
        return asked(what, args, {"P": p, "B": b}, b, "f", counted)

    large, row = stream(seed, NAME, "large"), stream(seed, NAME, "row")
    many = stream(seed, NAME, "many")
    p = 3 * many.size(27, 33)
    tall = _in_three(neighbours(many, p)), tested(many, p), many.normal(p), 0.01
    most = large.size(93, 99)
    wide = neighbours(large, most), tested(large, most), large.normal(most), 12.0
    return (
        one("fewer samples than weights", 7, 4),
        one("more samples than weights", 5, 29),
        # No number is as small in float32 as a tolerance of float64 asks: whoever goes on until then is counted.
        replace(one("fewer samples than weights", 13, 7, torch.float32), steady=False),
        one("little damping", 5, 23, damping=0.02, counted=False),
        one("much damping", 7, 11, damping=30.0, counted=False),
        one("one sample", 7, 1, counted=False),
        one("one weight", 1, 5, counted=False),
        one("a sample without influence", 7, 5, silent=2, counted=False),
        strided(one("some samples", 5, 7, counted=False)),
        asked("many weights", tall, {"P": p, "B": 3}, p),
        asked("large", wide, {"P": most, "B": most}, most, "f", True, True),
        *in_a_row(lambda: _args(row, 5, 7), {"P": 5, "B": 7}, 7),
    )


def _in_three(losses: Function) -> Function:
    """Many steps to solve, few samples: who solves once a sample is slow there, and not endless."""
    return lambda theta: losses(theta).reshape(3, -1).sum(1)


def _on_meta(seed: int) -> Call:
    # No number tells a solve to be near enough there: it takes 2 P products.
    return asked(ON_META, _args(stream(seed, NAME, ON_META), 2, 3), {"P": 2, "B": 3}, 3)


def build_then_solve(losses: Function, test_loss: Function, theta: Tensor, damping: float) -> Tensor:
    """The naive way: every sample's gradient and all of H. Shapes: theta (P,) → (B,)."""
    slopes = jacrev(losses)(theta)
    matrix = hessian(lambda at: losses(at).sum())(theta)
    damped = matrix + damping * torch.eye(len(theta), dtype=theta.dtype, device=theta.device)
    entries: Tensor = -slopes @ torch.linalg.solve(damped, grad(test_loss)(theta))
    return entries


def _wide(passes: Mapping[str, Mapping[int, int]], used: tuple[str, ...], sizes: Mapping[str, int]) -> str | None:
    if any(width > 1 for kind, widths in passes.items() if kind != "f" for width in widths):
        return "many vectors in one pass (every sample's gradient, or all of H)"
    return None


QUESTION = Question(
    name=NAME,
    title="what each sample did to a prediction",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2},
    rules=Rules(
        forbids=("torch.autograd.functional.",),
        bars=_wide,
        says="one solve by products, and all samples by one tangent",
    ),
    budget=Budget(
        products=lambda s: 2 * s["P"],
        gradients=lambda s: 2,
        peak=True,
        peak_times=5,
        says="one solve of at most 2 P products, no sample's gradient by itself, and no P × P or B × P tensor",
    ),
    naive=build_then_solve,
    elsewhere=_on_meta,
    uses=("conjugate_gradient", "record"),
    hints=(
        "−∇testᵀ (H + damping · I)⁻¹ ∇loss_b: which part is the same for every sample b, and what solves for it with"
        " nothing but products?",
        "Of which function is H the Hessian, and what does a product with H + damping · I cost beside one with H?",
        "With s solved for, entry b is −∇loss_bᵀ s, the slope of loss b along s: in which mode do all B slopes along"
        " one direction come in one pass?",
    ),
)
