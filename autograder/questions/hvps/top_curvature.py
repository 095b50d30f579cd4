"""top_curvature: what is asked."""

from typing import Any

import torch
from torch import Tensor
from torch.func import hessian

from autograder.questions.draw import Draw, Function
from autograder.questions.hvps.functions import rivals, sharp, small
from autograder.questions.hvps.products import more_than_columns
from autograder.questions.hvps.series import Series
from autograder.questions.question import Budget, Call, Question, Rules

# What the label begins with of the call in which a norm is small that an answer may guard.
SMALL = "small curvature"


def _start_and_steps(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    return draw.normal(n), k


def _calls(seed: int) -> tuple[Call, ...]:
    """Power iterations, few and many."""
    series = Series(seed, "top_curvature", _start_and_steps, "steps")
    return (
        series.one("a few steps", small, 7, 3, counted=True),
        # What guards a norm against 0 takes this one for 0.
        series.one(SMALL, sharp(1.0, 30.0, 2.0**-20), 13, 3, torch.float32, counted=True),
        series.one("one step", small, 11, 1, counted=True),
        series.one("one input", small, 1, 2),
        series.strided("two steps", small, 7, 2),
        series.one("negative curvature", sharp(-1.0, 30.0), 66, 3, counted=True),
        series.one("many inputs", small, series.size("inputs", 131, 179), 2),
        # One u that still turns after thirty steps, and one whose λ has long settled.
        series.one("many steps", rivals(0.97), 11, series.size("steps", 29, 37)),
        series.one("steps after λ has settled", rivals(0.3), 13, series.size("late steps", 13, 17)),
        # In float32 numbers end at 3e38: this λ to the fifth is beyond.
        series.one("large curvature", sharp(1.0, 3e8), 13, 5, torch.float32),
        *series.in_a_row(small, 5, 2),
    )


def build_then_iterate(f: Function, x: Tensor, v0: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    """The naive power iteration, on a matrix. Shapes: x, v0 (N,) → (), (N,)."""
    matrix, u = hessian(f)(x), v0
    for _ in range(steps):
        u = matrix @ u
        u = u / u.norm()
    return u @ matrix @ u, u


QUESTION = Question(
    name="top_curvature",
    title="the largest curvature, by power iteration",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 1},
    rules=Rules(forbids=("torch.autograd.functional.",), says="any tool but torch.autograd.functional"),
    budget=Budget(
        products=lambda s: s["steps"] + 1,
        needed=more_than_columns("steps"),
        says="at most steps + 1 products, and no H",
    ),
    naive=build_then_iterate,
    elsewhere=lambda seed: Series(seed, "top_curvature", _start_and_steps, "steps").on_meta(2),
    hints=(
        "What happens to a vector that is multiplied with H again and again, and why must it be brought back to"
        " length 1 each time?",
        "Of which unit vector u is the Rayleigh quotient uᵀ H u asked: the one before the last step, or the one after"
        " it? Does that take another product?",
        "Can ‖H u‖ tell a valley from a ridge? A norm has no sign: λ is u · (H u).",
    ),
)
