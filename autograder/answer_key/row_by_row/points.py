"""What goes wrong with the points at which f is evaluated for a difference, and with the distance between them.

Offers: `POINTS`, the mistakes.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from autograder.answer_key.key import Case, Expected, Mistake
from autograder.answer_key.wrong_numbers import left_at_zero
from autograder.questions.draw import Function


def _wrong_where_f_hands_on_its_input(case: Case) -> bool:
    wrong = list(case.wrong())
    formed = all(isinstance(seen.result, Tensor) and seen.result.shape == e.result.shape for seen, e in wrong)
    changed = any(seen.changed for seen, _ in case.pairs)
    there = formed and all(_hands_on_its_input(*e.args[:2]) for _, e in wrong)
    return bool(wrong) and there and not changed and not left_at_zero(case)


def _hands_on_its_input(f: Function, x: Tensor) -> bool:
    return f(x).untyped_storage().data_ptr() == x.untyped_storage().data_ptr()


POINT_MOVED = Mistake(
    "point-moved-under-its-value",
    "value",
    _wrong_where_f_hands_on_its_input,
    "Where f gives back the tensor that it was handed, as f(x) = x does, your difference is wrong.",
    "f's value is then the point that you moved on: it moves along, and what you subtract are the same numbers.",
    "Build x + h e and x − h e as new tensors, or keep f's value by `.clone()` before you move the point.",
)


def _step(e: Expected) -> float:
    """The call's h, or the default."""
    return float(e.call.kwargs.get("h", e.args[2] if len(e.args) > 2 else 1e-5))


def _moved_by(steps: Callable[[Tensor], Tensor]) -> Callable[[Case], bool]:
    """Look for differences along other steps than one for each entry of x; `steps` makes them of the unit vectors."""

    def instead(e: Expected) -> Tensor | None:
        f, x = e.args[:2]
        if not e.call.exact or len(x) < 2:
            return None
        h = _step(e)
        rows = h * steps(torch.eye(len(x), dtype=x.dtype))
        return torch.stack([(f(x + row) - f(x - row)) / (2 * h) for row in rows], dim=1)

    return lambda case: case.gives(instead)


PILED_UP = Mistake(
    "steps-pile-up",
    "value",
    _moved_by(lambda units: units.cumsum(0)),
    "The steps pile up: for column j all entries of x up to j were moved.",
    "Column j is how f moves with x[j] alone. A step that is not taken back is still there for the next column.",
    "Begin each column from x as it was given, or set the entry back before the next one.",
)
ALL_AT_ONCE = Mistake(
    "all-entries-at-once",
    "value",
    _moved_by(torch.ones_like),
    "All entries of x were moved at once: every column is the sum of J's columns.",
    "`x + h` adds h to each entry. That is right for N = 1 alone.",
    "Move one entry at a time: x + h e, with e the unit vector of that entry.",
)


def _leaves_the_step_in(case: Case) -> bool:
    """Every wrong result is the right one times 2h, h or h², where h is large enough for that to be seen."""

    def times(factor: Callable[[float], float]) -> Callable[[Expected], Tensor | None]:
        return lambda e: factor(_step(e)) * e.result if e.call.exact and _step(e) > 1e-2 else None

    return any(case.gives(times(factor)) for factor in (lambda h: 2 * h, lambda h: h, lambda h: h * h))


NOT_DIVIDED = Mistake(
    "step-left-in",
    "value",
    _leaves_the_step_in,
    "Every entry is right but for a power of h: the difference was not divided by 2h.",
    "f(x + h e) − f(x − h e) shrinks with h, and its share of 2h does not. And `a / 2 * h` is (a / 2) times h.",
    "Write `/ (2 * h)`, brackets included.",
)

POINTS = (POINT_MOVED, PILED_UP, ALL_AT_ONCE, NOT_DIVIDED)
