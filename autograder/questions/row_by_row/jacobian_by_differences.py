"""jacobian_by_differences: J by central differences, without autograd."""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from autograder.questions.draw import Draw, Function, partial, smooth
from autograder.questions.marker import mark
from autograder.questions.question import Budget, Call, Question, Rules
from autograder.questions.row_by_row.shapes import F32, F64, in_a_row, jacobian_call, of_rare_sorts, on_meta

NAME = "jacobian_by_differences"


def _calls(seed: int) -> tuple[Call, ...]:
    return (*_of_many_shapes(seed), *_of_some_sorts(seed), *_in_a_row(Draw.seeded(seed, NAME, "again")))


def _of_many_shapes(seed: int) -> Iterator[Call]:
    plan: tuple[tuple[str, int, int, torch.dtype, dict[str, float], bool], ...] = (
        ("default h", 5, 7, F64, {}, True),
        ("default h", 13, 3, F64, {}, True),
        ("one output", 1, 7, F64, {}, False),
        ("one input", 5, 1, F64, {}, False),
        ("small h", 3, 5, F64, {"h": 1e-6}, False),
        # A large step shows its truncation error, and shows whether h is obeyed at all.
        ("large h", 5, 7, F64, {"h": 0.25}, False),
        ("large h", 7, 3, F64, {"h": 0.5}, False),
        ("large h, one output", 1, 5, F64, {"h": 0.25}, False),
        ("large h, many inputs", 3, 67, F64, {"h": 0.25}, False),
        ("float32", 5, 7, F32, {}, True),
        ("square f", 6, 6, F64, {}, False),
    )
    for what, m, n, dtype, step, counted in plan:
        draw = Draw.seeded(seed, NAME, what, m, n).to(dtype)
        call = jacobian_call(what, smooth(draw, n, m), draw.normal(n), m)
        yield replace(call, kwargs=step, counted=counted, exact=dtype is F64)


def _of_some_sorts(seed: int) -> Iterator[Call]:
    draw = Draw.seeded(seed, NAME, "partial")
    yield jacobian_call("f that ignores part of x", partial(draw, 7, 3, 4), draw.normal(7), 3)
    draw = Draw.seeded(seed, NAME, "fast")
    yield jacobian_call("default h, f that turns fast", _fast(draw, 5, 3), draw.normal(5), 3, mark_size=3)
    # A step that is held from below shows, also one that is held at the root of float64's rounding.
    draw = Draw.seeded(seed, NAME, "faster")
    faster = jacobian_call(
        "a very small h, f that turns faster", _fast(draw, 5, 3, 2e5), draw.normal(5), 3, mark_size=3
    )
    yield replace(faster, kwargs={"h": 4e-9})
    draw = Draw.seeded(seed, NAME, "by position")
    yield jacobian_call("h by position", smooth(draw, 3, 5), draw.normal(3), 5, 0.125)
    # Their error is bounded by a number: f keeps its size.
    yield from (call for _, call in of_rare_sorts(seed, NAME, at_zero=F64, vast=1.0, tiny=1.0))


def _in_a_row(draw: Draw) -> tuple[Call, ...]:
    *before, last = in_a_row(draw)
    f, x = last.args
    return (*before, last, replace(jacobian_call("the same f and x, a larger h", f, x, 5), kwargs={"h": 0.25}))


def _fast(draw: Draw, n: int, m: int, times: float = 1e3) -> Function:
    """Draw f: (n,) → (m,) with slopes near 1, and third derivatives near times²: these show a small h by its error."""
    matrix = draw.normal(m, n)

    def f(x: Tensor) -> Tensor:
        return torch.sin(mark(times * (matrix @ x))) / times

    return f


def differences_each_way(f: Function, x: Tensor, h: float = 1e-5) -> Tensor:
    """Central differences that evaluate f at x too, for every column. Shapes: x (N,) → (M, N)."""
    columns = []
    for step in h * torch.eye(len(x), dtype=x.dtype, device=x.device):
        middle = f(x)
        columns.append(((f(x + step) - middle) + (middle - f(x - step))) / (2 * h))
    return torch.stack(columns, dim=1)


QUESTION = Question(
    name=NAME,
    title="J by central differences, without autograd",
    calls=_calls,
    points={"value": 3, "method": 1, "cost": 1},
    rules=Rules(
        # vmap is no derivative: evaluating f at many points in one sweep is within the rules.
        forbids=(
            "torch.func.vjp",
            "torch.func.jvp",
            "torch.func.grad",
            "torch.func.grad_and_value",
            "torch.func.jacrev",
            "torch.func.jacfwd",
            "torch.func.hessian",
            "torch.func.linearize",
            "torch.autograd.",
        ),
        kinds="rt",
        says="no autograd at all: f's values alone",
    ),
    budget=Budget(forwards=lambda s: 2 * s["N"], says="at most 2N + 1 evaluations of f"),
    naive=differences_each_way,
    elsewhere=on_meta,
    hints=(
        "If only x[j] moves, by a little, how do all M outputs move? Is that a row of J or a column?",
        "Why (f(x + h e) − f(x − h e)) / 2h and not (f(x + h e) − f(x)) / h? Expand both to the h² term.",
        "Which evaluations do you need for each j, and which could you have kept from before? Two a column are enough;"
        " build x + h e as a new tensor, of x's dtype, so that x stays as it was.",
    ),
)
