"""hvp_many: what is asked."""

from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.func import hessian

from autograder.questions.draw import SHORT, VAST, Draw, Function
from autograder.questions.hvps.functions import narrow, small, tiny, vast
from autograder.questions.hvps.products import more_than_columns
from autograder.questions.hvps.series import Series
from autograder.questions.question import Budget, Call, Question, Rules


def _vectors(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    return (draw.normal(k, n),)


def _long_vectors(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    """Draw vectors that show any bound on their length."""
    return (VAST * draw.normal(k, n),)


def _short_vectors(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    """Draw vectors that are taken for 0 where a number of one's own says what is 0."""
    return (SHORT * draw.normal(k, n),)


def _one_of_zeros(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    """Draw vectors of which one is 0: who divides by its length divides by 0."""
    vectors = draw.normal(k, n)
    vectors[1] = 0
    return (vectors,)


def _calls(seed: int) -> tuple[Call, ...]:
    """K products; where they are counted, K is below N, so that building H shows."""
    series = Series(seed, "hvp_many", _vectors)
    long = replace(series, more=_long_vectors)
    return (
        long.one("few vectors, long ones", small, 7, 5, counted=True),
        series.one("few vectors", small, 13, 3, torch.float32, counted=True),
        series.one("one vector", small, 11, 1, counted=True),
        replace(series, more=_one_of_zeros).one("a vector of zeros among them", small, 3, 5),
        replace(series, more=_short_vectors).one("short vectors", small, 2, 3),
        series.strided("more vectors than inputs", small, 5, 11),
        series.one("as many vectors as inputs, large values of f", vast, 6, 6),
        series.one("one input", small, 1, 3),
        series.one("N above 64", narrow, 101, 17, counted=True),
        series.one("many vectors", small, 7, series.size("vectors", 65, 73)),
        series.one("vectors by the hundred", small, 3, series.size("hundreds", 257, 281)),
        *series.in_a_row(tiny, 5, 3),
    )


def build_then_multiply_many(f: Function, x: Tensor, vectors: Tensor) -> Tensor:
    """The naive way to K products. Shapes: x (N,), vectors (K, N) → (K, N)."""
    multiplied: Tensor = vectors @ hessian(f)(x)
    return multiplied


QUESTION = Question(
    name="hvp_many",
    title="K products in one pass",
    calls=_calls,
    points={"value": 2, "method": 1, "cost": 2},
    rules=Rules(
        ("torch.func.vmap", "torch.autograd.grad[is_grads_batched]"),
        ("torch.autograd.functional.",),
        says="vmap over the vectors",
    ),
    budget=Budget(
        products=lambda s: s["K"],
        needed=more_than_columns("K"),
        product_passes=lambda s: 1,
        says="one batched pass of width K, and no H",
    ),
    naive=build_then_multiply_many,
    elsewhere=lambda seed: Series(seed, "hvp_many", _vectors).on_meta(3),
    hints=(
        "What turns a function that makes H v of one v into one that takes a whole stack of them?",
        "Which of f, x and v changes from product to product? Only that one should be mapped; where is its axis?",
        "`vmap` calls your function once, with a v that stands for all K: what does that function look like as a"
        " lambda of v alone? `vmap(lambda v: …)(V)`.",
    ),
)
