"""jacobian_by_vmap: J, all rows in one pass."""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function, linear, partial, smooth
from autograder.questions.question import Budget, Call, Question, Rules, Trend
from autograder.questions.row_by_row.rows import rows_with_one_forward
from autograder.questions.row_by_row.shapes import F32, F64, in_a_row, jacobian_call, of_rare_sorts, on_meta
from autograder.questions.vmap_vjp.rows import GIVEN_AWAY, rows_at_once

NAME = "jacobian_by_vmap"


def _calls(seed: int) -> tuple[Call, ...]:
    return (*_of_many_shapes(seed), *in_a_row(Draw.seeded(seed, NAME, "again")))


def _of_many_shapes(seed: int) -> Iterator[Call]:
    for what, m, n, dtype, counted in (
        ("wide f", 5, 7, F64, True),
        ("tall f", 13, 3, F32, True),
        ("tall f", 11, 5, F64, True),
        ("one output", 1, 7, F32, False),
        ("one input", 5, 1, F64, False),
        ("one of each", 1, 1, F64, False),
        ("square f", 6, 6, F64, False),
        ("large f", 72, 66, F32, False),
    ):
        draw = Draw.seeded(seed, NAME, what, m, n).to(dtype)
        yield replace(jacobian_call(what, smooth(draw, n, m), draw.normal(n), m), counted=counted)
    draw = Draw.seeded(seed, NAME, "linear")
    yield jacobian_call("linear f", linear(draw, 7, 5), draw.normal(7), 5, mark_size=5)
    draw = Draw.seeded(seed, NAME, "partial")
    yield jacobian_call("f that ignores part of x", partial(draw, 7, 3, 4), draw.normal(7), 3)
    yield from (call for _, call in of_rare_sorts(seed, NAME))


def _deep(draw: Draw, m: int) -> tuple[Function, Tensor]:
    """An f of some layers, so that a turn of the loop is a walk back through all of them."""
    n = 8
    layers, outer = [draw.normal(n, n) / 3 for _ in range(4)], draw.normal(m, n)

    def f(x: Tensor) -> Tensor:
        for layer in layers:
            x = torch.tanh(layer @ x) + x
        return outer @ x

    return f, draw.normal(n)


QUESTION = Question(
    name=NAME,
    title="J, all rows in one pass",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 2, "trend": 1},
    rules=Rules(
        needs=("torch.func.vmap",),
        forbids=GIVEN_AWAY,
        kinds="t",
        says="vmap over a vjp, or over a closure on torch.autograd.grad",
    ),
    budget=Budget(
        forwards=lambda s: 1,
        backwards=lambda s: 1,
        backward_vectors=lambda s: s["M"],
        says="one forward of width 1, and one backward of width M",
    ),
    naive=rows_with_one_forward,
    trend=Trend(
        claim="One pass of width M beats M passes of width 1, and its time grows more slowly than M.",
        size_name="M",
        sizes=(8, 24, 48, 96),
        make=_deep,
        naive=rows_with_one_forward,
        reference=rows_at_once,
        threshold=0.4,
        steepest=0.75,
    ),
    elsewhere=on_meta,
    hints=(
        "Which line of the row loop changes from turn to turn? Only v does. So which function of v alone would you"
        " have to map? `torch.func.vjp(f, x)` gives it to you, beside y.",
        "Over what does `vmap` map, if you say nothing? Over the first axis of its argument. What should the first"
        " axis of the unit vectors count, outputs or inputs?",
        "What does the pullback return for one v? A tuple, with an entry for each argument of f: so"
        " `(jacobian,) = vmap(pullback)(units)`.",
    ),
)
