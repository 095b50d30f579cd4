"""hessian_diagonal: what is asked."""

from typing import Any

import torch
from torch import Tensor
from torch.func import hessian

from autograder.questions.draw import Draw, Function
from autograder.questions.hvps.functions import one_by_one, separable, small, tiny, vast
from autograder.questions.hvps.series import Series
from autograder.questions.question import Budget, Call, Question, Rules


def _nothing(draw: Draw, n: int, k: int) -> tuple[Any, ...]:
    return ()


def _calls(seed: int) -> tuple[Call, ...]:
    """diag H of an f that couples its inputs; 512 is where the peak is weighed."""
    series = Series(seed, "hessian_diagonal", _nothing)
    return (
        series.one("small", small, 13, dtype=torch.float32),
        series.one("one input, large values of f", vast, 1),
        series.strided("separable f", separable, 11),
        series.one("N above 64, small values of f", tiny, 67),
        series.weighed("lean f", one_by_one, 512),
        *series.in_a_row(small, 5),
    )


def build_then_pick(f: Function, x: Tensor) -> Tensor:
    """The naive diagonal: N of N × N numbers. Shapes: x (N,) → (N,)."""
    picked: Tensor = hessian(f)(x).diagonal().clone()
    return picked


QUESTION = Question(
    name="hessian_diagonal",
    title="diag H, without H",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2},
    rules=Rules(forbids=("torch.autograd.functional.",), says="any tool but torch.autograd.functional"),
    budget=Budget(
        elements=lambda s: s["N"] ** 2 // 4,
        says="a peak under N² / 4 elements at N = 512, with any number of products",
    ),
    naive=build_then_pick,
    elsewhere=lambda seed: Series(seed, "hessian_diagonal", _nothing).on_meta(),
    hints=(
        "H eⱼ is column j: which one of its N numbers do you want, and what may be thrown away at once?",
        "How much memory does `torch.eye(N)` take, beside the N numbers that you are asked for? And what does"
        " `row[i]`, a view, keep alive?",
        "What lies between all N products at once, which need N × N numbers, and one at a time, which needs N passes?"
        " A block of some ten unit vectors; and what is different about the last block?",
    ),
)
