"""hutchinson_trace: what is asked."""

from typing import Any

import torch
from torch import Tensor
from torch.func import hessian

from autograder.questions.draw import Draw, Function
from autograder.questions.hvps.functions import convex, lean, separable, small
from autograder.questions.hvps.products import more_than_columns
from autograder.questions.hvps.series import Series
from autograder.questions.question import Budget, Call, Question, Rules


def _signs(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    return (draw.signs(k, n),)


def _calls(seed: int) -> tuple[Call, ...]:
    """Few probes of many entries, and many of few."""
    series = Series(seed, "hutchinson_trace", _signs)
    return (
        series.one("few probes", convex, 13, 3, torch.float32),
        series.one("one probe", convex, 11, 1),
        series.one("one input", convex, 1, 5),
        series.one("as many probes as inputs", convex, 6, 6),
        series.strided("diagonal H", separable, 11, 2),
        series.one("hundreds of probes", small, 7, series.size("probes", 257, 281)),
        series.weighed("long probes", lean, series.size("long", 205, 217), 3),
        series.weighed("many probes", lean, 2, 127),
        *series.in_a_row(small, 5, 3),
    )


def build_then_estimate(f: Function, x: Tensor, probes: Tensor) -> Tensor:
    """The naive estimate: all of H, and every probe with every other. Shapes: x (N,), probes (K, N) → ()."""
    met: Tensor = probes @ hessian(f)(x) @ probes.T
    return met.diagonal().mean()


QUESTION = Question(
    name="hutchinson_trace",
    title="the trace of H, estimated from products",
    calls=_calls,
    points={"value": 2, "method": 1, "cost": 1},
    rules=Rules(forbids=("torch.autograd.functional.",), says="any tool but torch.autograd.functional"),
    # N products are H where N is far above K; where it is not, products tell nothing.
    budget=Budget(
        products=lambda s: max(s["N"] - 1, 8 * s["K"]),
        needed=more_than_columns("K"),
        forward_passes=lambda s: 8 * max(s["N"], 8 * s["K"]),  # no number of products is asked, so none of evaluations
        peak=True,
        says="a peak that grows like K N, and no H, kept or column by column",
    ),
    naive=build_then_estimate,
    elsewhere=lambda seed: Series(seed, "hutchinson_trace", _signs).on_meta(3),
    hints=(
        "pᵀ H p is a number, made of p and H p: which exercise of this lesson gives H p, and for all K probes at once?",
        "P Hᵀ Pᵀ meets every probe with every other, K × K numbers: which K of them do you want, and how do you get"
        " them from two (K, N) tensors alone?",
        "Over which axis do you add up, and over which do you take the mean? Add over the N entries, average over"
        " the K probes.",
    ),
)
